import { describe, expect, it } from 'vitest';
import type { Article } from '../api/types';
import { fold, SearchIndex } from './search';

const named = (number: string, name: string) => ({ id: number, number, name }) as Article;

describe('search', () => {
  const goods = [named('101', 'Roggenmischbrot 1 kg'), named('302', 'Süßrahmbutter 250 g'), named('105', 'Butterhörnchen'), named('1010', 'Brotgewürz')];

  async function find(query: string): Promise<string[]> {
    const index = new SearchIndex();
    await index.build(goods);
    return index.find(query).map((article) => article.name);
  }

  it('ignores accents, ß and case', async () => {
    expect(fold('Süßrahm-Butter')).toBe('sussrahm butter');
    expect(await find('suss')).toEqual(['Süßrahmbutter 250 g']);
    expect(await find('HÖRN')).toEqual(['Butterhörnchen']);
  });

  it('puts names that begin with the word first, then words inside', async () => {
    expect(await find('butter')).toEqual(['Butterhörnchen', 'Süßrahmbutter 250 g']);
    expect(await find('brot')).toEqual(['Brotgewürz', 'Roggenmischbrot 1 kg']);
  });

  it('takes words in any order and exact numbers first', async () => {
    expect(await find('kg roggen')).toEqual(['Roggenmischbrot 1 kg']);
    expect((await find('101'))[0]).toBe('Roggenmischbrot 1 kg');
  });

  it('answers a screenful at most, also among 100,000 articles', async () => {
    const words = ['Apfel', 'Birne', 'Schraube', 'Kerze', 'Tee', 'Käse', 'Blume', 'Heft', 'Lampe', 'Seil'];
    const many = Array.from({ length: 100_000 }, (_, i) => named(String(100000 + i), `${words[i % 10]} ${words[(i * 7) % 9]} Sorte ${i % 997}`));
    const index = new SearchIndex();
    await index.build(many);
    for (const query of ['ap', 'kerze sorte 12', 'schraube', '199999', 'xyzxyz', 'te', 'lampe blume']) {
      expect(index.find(query).length).toBeLessThanOrEqual(200);
    }
    expect(index.find('199999')).toHaveLength(1);
  });
});
