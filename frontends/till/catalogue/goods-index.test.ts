import { describe, expect, it } from 'vitest';
import type { GoodsRecord } from '../api/streams';
import type { Article } from '../api/types';
import { fold } from './fold';
import { GoodsIndex, goodsPage } from './goods-index';
import { pack, unpack } from './packed';

let seq = 0;

function record(number: string, name: string, more: Partial<Article> = {}, codes: string[] = []): GoodsRecord {
  const id = more.id ?? `id-${number}`;
  const article = {
    id, number, name, price: 100, tax_key: 1, kind: 'goods', unit: 'piece', per: 1000, group: 'g', deposit: [], min_age: 0, weighed: false,
    open_price_min: null, open_price_max: null, discountable: true, content: 0, content_unit: 'weight', points: true, tags: [], prices: [], ...more,
  } as Article; // prettier-ignore
  return { seq: ++seq, id, deleted: false, article, barcodes: codes.map((code) => ({ code, article: id, quantity: 1000, price: null })), picture: '', unit_price: 0, unit_price_unit: '' };
}

/** An index whose slots lead back to the names. */
function indexed(...pages: GoodsRecord[][]) {
  const index = new GoodsIndex();
  const names = new Map<number, string>();
  pages.forEach((records, n) => {
    index.add({ first: n, index: goodsPage(records, []) });
    records.forEach((one, at) => names.set(n * 64 + at, one.article!.name));
  });
  return { index, find: (query: string) => index.find(query).map((slot) => names.get(slot)), name: (slot: number | undefined) => (slot === undefined ? undefined : names.get(slot)) };
}

const GOODS = [
  record('101', 'Roggenmischbrot 1 kg', { group: 'bread' }),
  record('302', 'Süßrahmbutter 250 g', { group: 'cold' }, ['4000000000013', 'REGAL-7']),
  record('105', 'Butterhörnchen', { group: 'bread' }),
  record('1010', 'Brotgewürz', { group: 'dry' }),
  record('P1', 'Pfand Flasche', { kind: 'deposit' }),
];

describe('search', () => {
  const { find } = indexed(GOODS);

  it('ignores accents, ß and case', () => {
    expect(fold('Süßrahm-Butter')).toBe('sussrahm butter');
    expect(fold('Plain, 250 g')).toBe('plain 250 g');
    expect(find('suss')).toEqual(['Süßrahmbutter 250 g']);
    expect(find('HÖRN')).toEqual(['Butterhörnchen']);
  });

  it('puts names that begin with the word first, then words inside', () => {
    expect(find('butter')).toEqual(['Butterhörnchen', 'Süßrahmbutter 250 g']);
    expect(find('brot')).toEqual(['Brotgewürz', 'Roggenmischbrot 1 kg']);
  });

  it('takes words in any order and exact numbers first', () => {
    expect(find('kg roggen')).toEqual(['Roggenmischbrot 1 kg']);
    expect(find('101')[0]).toBe('Roggenmischbrot 1 kg');
  });

  it('shows deposits only to those who look for them', () => {
    expect(find('flasche')).toEqual([]);
    expect(find('pfand fl')).toEqual(['Pfand Flasche']);
  });

  it('answers a screenful at most, also among many', () => {
    const words = ['Apfel', 'Birne', 'Schraube', 'Kerze', 'Tee', 'Käse', 'Blume', 'Heft', 'Lampe', 'Seil'];
    const many = Array.from({ length: 20_000 }, (_, i) => record(String(100_000 + i), `${words[i % 10]} ${words[(i * 7) % 9]} Sorte ${i % 997}`));
    const index = new GoodsIndex();
    for (let at = 0; at < many.length; at += 2000) index.add({ first: Math.ceil(at / 64), index: goodsPage(many.slice(at, at + 2000), []) });
    for (const query of ['ap', 'kerze sorte 12', 'schraube', '119999', 'xyzxyz', 'te', 'lampe blume']) {
      expect(index.find(query).length).toBeLessThanOrEqual(60);
    }
    expect(index.find('119999')).toHaveLength(1);
  });
});

describe('the index', () => {
  it('finds articles by id, code and number', () => {
    const { index, name } = indexed(GOODS);
    expect(name(index.slot('id-105'))).toBe('Butterhörnchen');
    expect(name(index.slotOfCode('REGAL-7'))).toBe('Süßrahmbutter 250 g');
    expect(index.slotOfCode('4000000000014')).toBeUndefined();
    expect(index.slotsOfNumber('p1').map(name)).toEqual(['Pfand Flasche']);
    expect(index.slotsOfNumber('10')).toEqual([]);
  });

  it('lists a group by name, piece by piece', () => {
    const { index, name } = indexed(GOODS, [record('7', 'Anisbrot', { group: 'bread' })]);
    expect(index.list('group', 'bread', 0, 2)).toMatchObject({ total: 3 });
    expect(index.list('group', 'bread', 0, 9).slots.map(name)).toEqual(['Anisbrot', 'Butterhörnchen', 'Roggenmischbrot 1 kg']);
    expect(index.list('deposits', '', 0, 9).slots.map(name)).toEqual(['Pfand Flasche']);
    expect(index.list('group', 'nowhere', 0, 9)).toEqual({ slots: [], total: 0 });
  });

  it('lets the newest of an article count: name, code and group', () => {
    const { index, name, find } = indexed(GOODS, [record('302', 'Landbutter', { group: 'new' }, ['4000000000020'])]);
    expect(find('sussrahm')).toEqual([]);
    expect(find('landb')).toEqual(['Landbutter']);
    expect(index.slotOfCode('4000000000013')).toBeUndefined();
    expect(name(index.slotOfCode('4000000000020'))).toBe('Landbutter');
    expect(index.list('group', 'cold', 0, 9).total).toBe(0);
    expect(index.entries.size).toBe(GOODS.length);
  });

  it('forgets what is gone', () => {
    const { index } = indexed(GOODS);
    index.add({ first: 1, index: goodsPage([], ['id-302']) });
    expect(index.slot('id-302')).toBeUndefined();
    expect(index.slotOfCode('4000000000013')).toBeUndefined();
    expect(index.find('butter')).toHaveLength(1);
  });
});

it('packs an article into one line and takes nothing from it', () => {
  const full = record('9', 'Käse\n"jung"', { unit: 'weight', per: 100, weighed: true, tags: ['bio'], deposit: [{ article: 'x', quantity: 1000 }], prices: [{ price: 90, list: '', from_quantity: 0, valid_from: '2026-01-01', valid_to: '' }] });
  full.barcodes = [{ code: '1', article: 'id-9', quantity: 6000, price: 500 }, { code: '2', article: 'id-9', quantity: 1000, price: null }];
  Object.assign(full, { picture: '/pictures/9.svg', unit_price: 1990, unit_price_unit: 'weight' });
  for (const one of [full, GOODS[0]!]) {
    const text = pack(one);
    expect(text).not.toContain('\n');
    const { article, barcodes } = unpack(text);
    expect(barcodes).toEqual(one.barcodes);
    expect(article).toMatchObject({ ...one.article, picture: one.picture });
  }
  expect(pack(GOODS[0]!).length).toBeLessThan(120);
});
