import { beforeEach, describe, expect, it, vi } from 'vitest';
import { tongue } from '$shared/words/words.svelte';
import type { Quote } from '../api/types';

vi.mock('../catalogue/catalogue.svelte', () => ({
  catalogue: { article: (id: string) => (id === 'roll' ? { name: 'Brötchen' } : undefined) },
}));
vi.mock('../catalogue/rules.svelte', () => ({ rules: { doc: { groups: [{ id: 'drinks', name: 'Getränke' }] } } }));
vi.mock('../engine/engine.svelte', () => ({ engine: { state: 'off', promotions: [{ id: 'ten', name: 'Zehn', when: { coupon: true, codes: ['ZEHN10'] } }], opens: (code: string) => code === 'ZEHN10', listName: () => 'Stammkunden' } }));
vi.mock('../basket/basket.svelte', () => ({ open: {} }));
const { hintText, savings, stripText } = await import('./telling');
const { formula, title } = await import('./steps');
const { isCoupon, plainCode } = await import('./coupons');

const none = { articles: [], groups: [], tags: [], without_articles: [], without_groups: [], without_tags: [] };
const hint = { promotion: 'three', name: '3 für 2', saving: 139, missing_quantity: 1000, missing_amount: 0, goods: { ...none, articles: ['roll'] } };
const rule = { id: 'three', name: '3 für 2', when: { coupon: false, codes: [] } };
const hit = { promotion: rule, saving: 139, uses: 1, code: '', points: 0 };
const empty: Quote = { lines: [], taxes: [], total: 0, savings: 0, points: 0, pieces: 0, warnings: [], promotions: [], hints: [], offers: [], coupons: [] };

beforeEach(() => {
  tongue.language = 'de';
});

describe('what is told of promotions', () => {
  it('names what is missing and what it saves', () => {
    expect(hintText(hint)).toBe('Noch 1 × Brötchen: 1,39\u00a0€ sparen');
    expect(hintText({ ...hint, missing_quantity: 0, missing_amount: 250, goods: { ...none, groups: ['drinks'] } })).toBe('Noch für 2,50\u00a0€ Getränke: 1,39\u00a0€ sparen');
    expect(hintText({ ...hint, goods: none })).toBe('Noch 1 × Artikel: 1,39\u00a0€ sparen');
  });

  it('puts a gift before a hint before what was saved', () => {
    const quote = { ...empty, promotions: [hit, hit] };
    expect(stripText(empty)).toBe('Aktionen und Coupons');
    expect(stripText(quote)).toBe('1 Aktion, 2,78\u00a0€ gespart');
    expect(stripText({ ...quote, hints: [hint] })).toContain('Noch 1 ×');
    expect(stripText({ ...quote, hints: [hint], offers: [{ promotion: 'gift', name: 'Keks', goods: none }] })).toBe('Zugabe wählen: Keks');
    expect(savings(quote)).toEqual([{ id: 'three', name: '3 für 2', saving: 278, points: 0 }]);
  });
});

describe('why this price', () => {
  const step = { kind: 'promotion' as const, amount: -139, left: 278, label: '3 für 2', cause: 'three', quantity: 3000, price: 0, per: 0, action: { way: 'percent', value: 10_000, reach: 'set' as const, set_size: 3, first: 3, last: 3 } };

  it('says each promotion as a rule with its numbers', () => {
    expect(title(step)).toBe('Aktion: 3 für 2');
    expect(formula(step, 'piece')).toBe('für 3 Stk, von je 3 Stück 1 gratis');
    expect(formula({ ...step, action: { ...step.action, value: 5000, first: 2, last: 2, set_size: 2 } }, 'piece')).toContain('von je 2 Stück 1 um 50 % billiger');
    expect(formula({ ...step, action: { ...step.action, way: 'fixed_price', value: 1000 } }, 'piece')).toContain('je 3 Stück zusammen 10,00\u00a0€');
    expect(formula({ ...step, action: { ...step.action, reach: 'each', value: 1000 } }, 'piece')).toContain('10 % weniger');
  });

  it('multiplies pieces and weights in their units', () => {
    const price = { ...step, kind: 'price' as const, label: '', action: null, quantity: 451, price: 299, per: 1000 };
    expect(formula(price, 'weight')).toBe('0,451 kg × 2,99\u00a0€ / kg');
    expect(formula({ ...price, quantity: 3000, price: 139 }, 'piece')).toBe('3 × 1,39\u00a0€');
    expect(title({ ...price, kind: 'price_list', cause: 'regulars' })).toBe('Preisliste Stammkunden');
    expect(title({ ...price, kind: 'price_list', cause: 'base' })).toBe('Geplanter Preis oder Mengenpreis');
  });
});

describe('coupon codes', () => {
  it('are read as the node reads them', () => {
    expect(plainCode(' zehn-10 ')).toBe('ZEHN10');
    expect(plainCode('OIL1-2345-6789-ABCD-EFGH')).toBe('01112345' + '6789ABCDEFGH');
  });

  it('are told from article and voucher codes', () => {
    expect(isCoupon('zehn10')).toBe(true);
    expect(isCoupon('01KX-7Y2M-90AB-CDEF-GH12')).toBe(true);
    expect(isCoupon('00340123450000000018')).toBe(false); // an SSCC has digits alone
    expect(isCoupon('4006381333931')).toBe(false);
    expect(isCoupon('ABCD2345EFGH6723')).toBe(false); // a voucher has sixteen
  });
});
