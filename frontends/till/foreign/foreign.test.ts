import { describe, expect, it } from 'vitest';
import { inEuro, tendersFor, together } from './foreign';

const CHF = { code: 'CHF', name: 'Franken', rate: 1_050_000 };

describe('foreign cash', () => {
  it('counts at the rate of the shop, half a cent up', () => expect([inEuro(500, 1_050_000), inEuro(10, 1_050_000), inEuro(30, 1_050_000)]).toEqual([525, 11, 32]));
  it('is exact for large amounts', () => expect(inEuro(9_007_199_254, 999_999_999)).toBe(9_007_199_244_993));
  it('gives change in euro', () => expect(tendersFor(CHF, 500, 249).map((one) => [one.amount, one.currency])).toEqual([[525, 'CHF'], [-276, undefined]]));
  it('may pay a part', () => expect(tendersFor(CHF, 100, 249).length).toBe(1));
  it('is taken back together with its change', () => {
    const card = { kind: 'card' as const, amount: 100, given: 0, payment: 'p' };
    const all = [card, ...tendersFor(CHF, 500, 249)];
    expect([together(all, 1), together(all, 2)]).toEqual([[card], [card]]);
    expect(together(all, 0).length).toBe(2);
  });
});
