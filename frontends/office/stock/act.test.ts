import { describe, expect, it } from 'vitest';
import { actOf, mistake, type ActLine } from './act';

const line = (quantity: number | null, cost: number | null = null): ActLine => ({ article: 'a1', number: '1', name: 'Brot', unit: 'piece', quantity, cost });

describe('an act on the stock', () => {
  it('needs articles with fitting quantities', () => {
    expect(mistake('receive', 'shop', '', '', [])).toBe('lines');
    expect(mistake('receive', 'shop', '', '', [line(0)])).toBe('quantity');
    expect(mistake('count', 'shop', '', '', [line(0)])).toBeNull();
    expect(mistake('count', 'shop', '', '', [line(-1000)])).toBe('quantity');
    expect(mistake('adjust', 'shop', '', 'Bruch', [line(-1000)])).toBeNull();
    expect(mistake('receive', 'shop', '', '', [line(null)])).toBe('quantity');
  });

  it('needs a reason for a difference and two places for a transfer', () => {
    expect(mistake('adjust', 'shop', '', ' ', [line(-1000)])).toBe('reason');
    expect(mistake('transfer', 'shop', 'shop', '', [line(1000)])).toBe('places');
    expect(mistake('transfer', 'shop', 'store', '', [line(1000)])).toBeNull();
  });

  it('sends costs only with goods received', () => {
    expect(actOf('x', 'receive', 'shop', '', ' Lieferung ', '', [line(2000, 50)])).toEqual({
      id: 'x', kind: 'receive', place: 'shop', reason: 'Lieferung', note: '', lines: [{ article: 'a1', quantity: 2000, cost: 50 }],
    });
    expect(actOf('x', 'count', 'shop', 'other', '', '', [line(2000, 50)]).lines[0]).toEqual({ article: 'a1', quantity: 2000 });
    expect(actOf('x', 'transfer', 'shop', 'store', '', '', [line(2000)]).to).toBe('store');
  });
});
