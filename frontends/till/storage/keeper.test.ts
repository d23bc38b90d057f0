import { IDBFactory, IDBKeyRange, IDBObjectStore } from 'fake-indexeddb';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Answering } from '../catalogue/answering';
import type { GoodsRecord } from '../api/streams';
import type { Article } from '../api/types';

/** A node with goods: what changed gets the next number, as in the journal. */
class FakeNode {
  seq = 0;
  goods = new Map<string, GoodsRecord>();
  asked: number[] = [];
  /** After so many pages the line is cut. */
  cutAfter = Infinity;
  limit = 100;

  put(id: string, name: string, more: Partial<Article> = {}): void {
    this.goods.delete(id);
    const article = { id, number: id, name, price: 100, tax_key: 1, kind: 'goods', unit: 'piece', per: 1000, group: 'g', deposit: [], min_age: 0, weighed: false, open_price_min: null, open_price_max: null, discountable: true, ...more } as Article;
    const barcodes = [{ code: `40${id.replace(/\D/g, '').padStart(10, '0')}`, article: id, quantity: 1000, price: null }];
    this.goods.set(id, { seq: ++this.seq, id, deleted: false, article, barcodes, picture: '', unit_price: 0, unit_price_unit: '' });
  }

  remove(id: string): void {
    this.goods.delete(id);
    this.goods.set(id, { seq: ++this.seq, id, deleted: true, article: null, barcodes: [], picture: '', unit_price: 0, unit_price_unit: '' });
  }

  fill(count: number, from = 0): void {
    for (let n = from; n < from + count; n++) this.put(`a${n}`, `Ware ${n}`);
  }

  get total(): number {
    return [...this.goods.values()].filter((one) => !one.deleted).length;
  }

  answer = async (url: string): Promise<Response> => {
    const { pathname, searchParams } = new URL(url, 'https://laden.test');
    if (!pathname.endsWith('/goods')) return Response.json({ records: [], since: 0, next: 0, version: 0, total: 0, complete: true });
    if (this.asked.length >= this.cutAfter) throw new TypeError('network');
    const asked = Number(searchParams.get('since'));
    this.asked.push(asked);
    const since = asked > this.seq ? 0 : asked;
    const newer = [...this.goods.values()].filter((one) => one.seq > since);
    const records = newer.slice(0, this.limit);
    const complete = records.length === newer.length;
    return Response.json({ records, since, next: complete ? this.seq : records.at(-1)!.seq, version: this.seq, total: this.total, complete });
  };
}

let shop: FakeNode;
let till: Answering;

/** A new start of the till over the same device. */
async function started(): Promise<Answering> {
  vi.resetModules();
  const { Answering: Fresh } = await import('../catalogue/answering');
  const answering = new Fresh();
  await answering.open();
  return answering;
}

async function names(answering: Answering): Promise<string[]> {
  const { unpack } = await import('../catalogue/packed');
  const rows = await answering.byIds([...shop.goods.keys()]);
  return rows.filter((row) => row !== null).map((row) => unpack(row).article.name);
}

/** What the shop sells, as names. */
const sold = () => [...shop.goods.values()].filter((one) => !one.deleted).map((one) => one.article!.name);

beforeEach(async () => {
  vi.stubGlobal('indexedDB', new IDBFactory());
  vi.stubGlobal('IDBKeyRange', IDBKeyRange);
  shop = new FakeNode();
  vi.stubGlobal('fetch', (url: string) => shop.answer(url));
  till = await started();
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

it('streams everything once and asks later only for what changed', async () => {
  shop.fill(230);
  await till.sync('goods');
  expect(shop.asked).toEqual([0, 100, 200]);
  expect(await names(till)).toEqual(sold());
  expect(till.goods.coverage).toMatchObject({ have: 230, total: 230, complete: true, full: false });
  shop.put('a7', 'Neuer Name', { price: 249 });
  shop.remove('a8');
  await till.sync('goods');
  expect(shop.asked.at(-1)).toBe(230);
  expect((await till.byIds(['a7', 'a8'])).map((row) => row?.includes('Neuer Name'))).toEqual([true, undefined]);
  expect((await till.find('Ware 7', 0, 5, 5)).rows).not.toContainEqual(expect.stringContaining('"a7"'));
  expect(till.goods.coverage.have).toBe(229);
});

it('sells from the first page on and goes on where the line broke, also after a restart', async () => {
  shop.fill(330);
  shop.cutAfter = 2;
  await expect(till.sync('goods')).rejects.toMatchObject({ kind: 'offline' });
  expect(till.goods.coverage).toMatchObject({ have: 200, total: 330, complete: false });
  expect((await till.byCodes(['x', '400000000150']))?.row).toContain('"a150"');
  till = await started();
  expect(till.goods.coverage).toMatchObject({ have: 200, complete: false });
  shop.cutAfter = Infinity;
  await till.sync('goods');
  expect(shop.asked).toEqual([0, 100, 200, 300]);
  expect(await names(till)).toEqual(sold());
});

it('starts without the node with all it had, the newest of each', async () => {
  shop.fill(130);
  await till.sync('goods');
  for (const id of ['a1', 'a2', 'a99']) shop.put(id, `Zweiter ${id}`);
  shop.remove('a3');
  await till.sync('goods');
  shop.cutAfter = 0;
  till = await started();
  expect(await names(till)).toEqual(sold());
  expect(await till.find('zweiter', 1, 10, 60)).toMatchObject({ total: 3, rows: { length: 2 } });
  expect(await till.byCodes(['400000000003'])).toBeNull();
  expect(await till.byNumber('a3')).toBeNull();
  expect(await till.byNumber('00a99')).toContain('Zweiter a99');
  expect(await till.byNumber('A99')).toContain('Zweiter a99');
  expect(await till.list('group', 'g', 0, 500)).toMatchObject({ total: 129 });
});

it('keeps what it has until another node has sent everything', async () => {
  shop.fill(150);
  await till.sync('goods');
  shop = new FakeNode();
  vi.stubGlobal('fetch', (url: string) => shop.answer(url));
  shop.fill(120, 1000);
  await till.anew();
  shop.cutAfter = 1;
  await expect(till.sync('goods')).rejects.toThrow();
  expect(await till.byCodes(['400000000007'])).not.toBeNull();
  expect(await till.byCodes(['400000001007'])).not.toBeNull();
  till = await started();
  shop.cutAfter = Infinity;
  await till.sync('goods');
  expect(await till.byCodes(['400000000007'])).toBeNull();
  expect(await names(till)).toEqual(sold());
  expect(till.goods.coverage).toMatchObject({ have: 120, total: 120, complete: true });
  till = await started();
  expect(till.goods.coverage.have).toBe(120);
});

it('begins anew when the node knows less than the till (a restored backup)', async () => {
  shop.fill(110);
  await till.sync('goods');
  shop = new FakeNode();
  vi.stubGlobal('fetch', (url: string) => shop.answer(url));
  shop.fill(40, 500);
  await till.sync('goods');
  expect(await names(till)).toEqual(sold());
  expect(till.goods.coverage).toMatchObject({ have: 40, complete: true });
});

it('merges many small pages and loses nothing by it', async () => {
  shop.fill(90);
  await till.sync('goods');
  for (let n = 0; n < 80; n++) {
    if (n % 9 === 4) shop.remove(`a${n}`);
    else shop.put(`a${n % 30}`, `Preis ${n}`);
    await till.sync('goods');
  }
  const { device } = await import('./device');
  expect((await device.all('goods_pages')).length).toBeLessThan(70);
  expect((await names(till)).sort()).toEqual(sold().sort());
  till = await started();
  expect((await names(till)).sort()).toEqual(sold().sort());
  expect(till.goods.coverage.have).toBe(shop.total);
});

it('says that the device is full and goes on selling with the newest prices it was told', async () => {
  shop.fill(100);
  await till.sync('goods');
  const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
    throw new DOMException('no room', 'QuotaExceededError');
  });
  shop.put('a1', 'Teurer', { price: 999 });
  shop.fill(150, 200);
  await till.sync('goods');
  expect(till.goods.coverage).toMatchObject({ full: true, complete: false, have: 250 });
  expect((await till.byIds(['a1', 'a345'])).map((row) => row?.includes('Ware 345') || row?.includes('Teurer'))).toEqual([true, true]);
  put.mockRestore();
  till = await started();
  expect(till.goods.coverage).toMatchObject({ full: false, have: 100 });
  await till.sync('goods');
  expect(await names(till)).toEqual(expect.arrayContaining(sold()));
  expect(till.goods.coverage).toMatchObject({ full: false, complete: true, have: 250 });
});

it('does not mix what two tabs read at the same time', async () => {
  shop.fill(450);
  const other = await started();
  await Promise.all([till.sync('goods'), other.sync('goods')]);
  await Promise.all([till.sync('goods'), other.sync('goods')]);
  const third = await started();
  for (const tab of [till, other, third]) {
    expect(await names(tab)).toEqual(sold());
    expect(tab.goods.coverage.have).toBe(450);
  }
});

it('carries the goods of the older version over and sells from them until the stream has brought all', async () => {
  vi.stubGlobal('indexedDB', new IDBFactory());
  await new Promise<void>((done) => {
    const request = indexedDB.open('tresen-till', 1);
    request.onupgradeneeded = () => ['state', 'sales', 'catalogue'].forEach((shelf) => request.result.createObjectStore(shelf));
    request.onsuccess = () => {
      const transaction = request.result.transaction(['catalogue', 'sales'], 'readwrite');
      const article = { id: 'old', number: '7', name: 'Altes Brot', price: 320, tax_key: 2, kind: 'goods', unit: 'piece', per: 1000, group: 'g', deposit: [] };
      const text = JSON.stringify({ version: 3, articles: [{ article, picture: '/p.svg' }], barcodes: [{ code: '4711', article: 'old', quantity: 1000, price: null }] });
      transaction.objectStore('catalogue').put({ text, tag: '"3"' }, 'text');
      transaction.objectStore('sales').put({ total: 320 }, 'unsent');
      transaction.oncomplete = () => {
        request.result.close();
        done();
      };
    };
  });
  till = await started();
  const { device } = await import('./device');
  expect(await device.get('sales', 'unsent')).toEqual({ total: 320 });
  expect((await till.byCodes(['4711']))?.row).toContain('Altes Brot');
  shop.fill(120);
  await till.sync('goods');
  expect(await till.byCodes(['4711'])).toBeNull();
  expect(await names(till)).toEqual(sold());
  expect(await device.get('catalogue', 'text')).toBeUndefined();
});
