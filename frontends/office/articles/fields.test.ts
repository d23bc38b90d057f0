import { describe, expect, it } from 'vitest';
import { differences, shown } from './fields';

const names = { groups: new Map([['g1', 'Brot']]), rates: new Map([[2, 700]]) };

describe('values of an article in words', () => {
  it('writes cents, rates, groups and codes', () => {
    expect(shown('price', 149, names)).toMatch(/1,49\s€/);
    expect(shown('tax_key', 2, names)).toBe('7 %');
    expect(shown('group', 'g1', names)).toBe('Brot');
    expect(shown('active', false, names)).toBe('Nein');
    expect(shown('cost', null, names)).toBe('nichts');
    expect(shown('barcodes', [{ code: '123', quantity: 6000, price: 720 }], names)).toMatch(/123 = 6× 7,20\s€/);
  });

  it('tells only what differs', () => {
    expect(differences({ price: 100, name: 'a' }, { price: 120, name: 'a', active: true })).toEqual([{ field: 'price', old: 100, new: 120 }]);
  });
});
