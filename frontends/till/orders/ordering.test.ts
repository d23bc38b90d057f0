import { describe, expect, it } from 'vitest';
import type { OpenOrder } from '../api/owing';
import { emptyBasket, newLine } from '../basket/lines';
import { handingOver, payingBack } from './ordering.svelte';

const basket = { ...emptyBasket(), lines: [newLine('roll', { quantity: 10_000 }), newLine('soap', { voided: true })] };
const ORDER: OpenOrder = {
  id: 'o1', record: 'o2', number: 7, till_name: 'Kasse 1', placed_at: 0, due: '2026-12-24', name: 'Huber', customer: 'c1', customer_name: 'Huber', total: 1539, prepaid: 300, basket, lines: [],
  down_payments: [{ receipt: 'd1', number: 8, line: 1, amount: 49, tax_key: 1 }, { receipt: 'd1', number: 8, line: 2, amount: 251, tax_key: 2 }],
};

describe('an order', () => {
  it('is handed over with a basket of its own that names it', () => {
    const made = handingOver(ORDER, 'Abholung');
    expect(made.order).toBe('o1');
    expect(made.id).not.toBe(basket.id);
    expect(made.lines.map((line) => [line.article, line.quantity])).toEqual([['roll', 10_000], ['', -1000], ['', -1000]]);
    expect(new Set(made.lines.map((line) => line.id)).size).toBe(3);
  });
  it('takes every line of its down payments in', () =>
    expect(handingOver(ORDER, 'Abholung').lines.flatMap((line) => line.return_of ?? [])).toEqual([
      { receipt: 'd1', line: 1, reason: 'Abholung', restock: true },
      { receipt: 'd1', line: 2, reason: 'Abholung', restock: true },
    ]));
  it('pays back what was prepaid and nothing else', () => {
    const made = payingBack(ORDER, 'Abgesagt');
    expect([made.order, made.lines.length, made.customer]).toEqual([undefined, 2, 'c1']);
  });
});
