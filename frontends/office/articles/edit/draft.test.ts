import { describe, expect, it } from 'vitest';
import { blank, checkDigit, margin, mistakes, unitPrice } from './draft';
import { choices } from './rates';

describe('the article form', () => {
  it('wants a name and a number', () => {
    expect(mistakes(blank())).toEqual({ name: 'must', number: 'must' });
    expect(mistakes({ ...blank(), name: 'Brot', number: '1' })).toEqual({});
  });

  it('knows wrong check digits and codes that stand there twice', () => {
    expect(checkDigit('4006381333931')).toBe(true);
    expect(checkDigit('4006381333932')).toBe(false);
    expect(checkDigit('96385074')).toBe(true);
    expect(checkDigit('HOF-12')).toBe(true);
    const line = (code: string) => ({ code, quantity: 1000, price: null });
    const record = { ...blank(), name: 'a', number: '1', barcodes: [line('HOF-1'), line('HOF-1 '), line('4006381333932'), line('')] };
    expect(mistakes(record)).toEqual({ 'code:1': 'code_twice', 'code:3': 'must' });
  });

  it('refuses price limits that cross', () => {
    expect(mistakes({ ...blank(), name: 'a', number: '1', open_price_min: 500, open_price_max: 100 })).toEqual({ open: 'limits' });
  });

  it('wants the shares of a set to be all of it, or none', () => {
    const set = (...shares: number[]) => ({ ...blank(), name: 'a', number: '1', components: shares.map((share, at) => ({ article: `${at}`, quantity: 1000, share })) });
    expect(mistakes(set(0, 0))).toEqual({});
    expect(mistakes(set(7000, 3000))).toEqual({});
    expect(mistakes(set(7000, 2000))).toEqual({ components: 'shares' });
    expect(mistakes(set(10_000, 0))).toEqual({ components: 'shares' });
  });

  it('wants a day for a planned VAT key', () => {
    const planned = { ...blank(), name: 'a', number: '1', planned_key: 2 };
    expect(mistakes(planned)).toEqual({ planned: 'must' });
    expect(mistakes({ ...planned, planned_from: '2027-01-01' })).toEqual({});
  });

  it('offers the keys that goods are sold with, not the historical ones', () => {
    const rate = (key: number) => ({ key, rate: 1900, valid_from: '2021-01-01', label: `K${key}` });
    expect(choices([1, 2, 11, 43, 1000].map(rate), (one) => one.label).map((one) => one.value)).toEqual(['1', '2', '1000']);
  });

  it('computes the unit price from the content', () => {
    expect(unitPrice({ ...blank(), price: 149, content: 100 })).toBe(1490);
    expect(unitPrice({ ...blank(), price: 149 })).toBeNull();
    expect(unitPrice({ ...blank(), price: 149, unit: 'weight', content: 100 })).toBeNull();
  });

  it('takes VAT off before it tells the margin', () => {
    expect(margin(119, 60, 1900)).toEqual({ amount: 40, percent: 40 });
    expect(margin(119, null, 1900)).toBeNull();
    expect(margin(0, 50, 1900)).toBeNull();
  });
});
