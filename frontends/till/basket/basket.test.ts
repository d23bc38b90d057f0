import { describe, expect, it } from 'vitest';
import type { Article, Barcode, Quote } from '../api/types';
import { estimate, type Shelf } from './estimate';
import { addLine, emptyBasket, living, newLine, voidLine } from './lines';

function article(id: string, price: number, more: Partial<Article> = {}): Article {
  return { id, number: id, name: id, price, tax_key: 1, kind: 'goods', unit: 'piece', per: 1000, group: '', deposit: [], min_age: 0, weighed: false, open_price_min: null, open_price_max: null, discountable: true, ...more };
}

const goods = new Map(
  [
    article('bread', 420),
    article('water', 89, { deposit: [{ article: 'bottle', quantity: 1000 }] }),
    article('bottle', 15, { kind: 'deposit' }),
    article('apple', 299, { weighed: true, unit: 'weight' }),
  ].map((one) => [one.id, one]),
);
const shelf: Shelf = { article: (id) => goods.get(id), barcodes: new Map<string, Barcode>() };
const add = (basket: ReturnType<typeof emptyBasket>, id: string, more = {}) => addLine(basket, newLine(id, more), goods.get(id)!);

describe('a basket', () => {
  it('joins the same article into one line', () => {
    let { basket } = add(emptyBasket(), 'bread');
    ({ basket } = add(basket, 'bread', { quantity: 3000 }));
    expect(basket.lines).toHaveLength(1);
    expect(basket.lines[0]!.quantity).toBe(4000);
  });

  it('keeps weighed goods, discounted lines and returns apart', () => {
    let { basket } = add(emptyBasket(), 'apple', { quantity: 451 });
    ({ basket } = add(basket, 'apple', { quantity: 300 }));
    expect(basket.lines).toHaveLength(2);
    ({ basket } = add(basket, 'bread', { discount: { kind: 'percent', value: 1000, reason: 'x' } }));
    ({ basket } = add(basket, 'bread'));
    expect(basket.lines).toHaveLength(4);
  });

  it('keeps a voided line on the record but counts it no more', () => {
    const first = add(emptyBasket(), 'bread');
    const basket = voidLine(first.basket, first.line, 'Vertippt');
    expect(living(basket)).toHaveLength(0);
    expect(basket.lines[0]).toMatchObject({ voided: true, void_reason: 'Vertippt' });
    expect(add(basket, 'bread').basket.lines).toHaveLength(2);
  });
});

describe('the estimate', () => {
  it('shows price × quantity and the deposit under its article', () => {
    let { basket } = add(emptyBasket(), 'water', { quantity: 2000 });
    ({ basket } = add(basket, 'apple', { quantity: 451 }));
    const shown = estimate(basket, shelf, null);
    expect(shown.lines.map((line) => [line.name, line.amount, line.deposit_of])).toEqual([
      ['water', 178, 0],
      ['bottle', 30, 1],
      ['apple', 135, 0],
    ]);
    expect(shown.total).toBe(343);
  });

  it('keeps what the engine said about unchanged lines', () => {
    const first = add(emptyBasket(), 'bread');
    const line = { ...estimate(first.basket, shelf, null).lines[0]!, amount: 333 };
    const quote: Quote = { lines: [line], taxes: [], total: 333, savings: 87, points: 0, pieces: 1, warnings: [], promotions: [], hints: [], offers: [], coupons: [] };
    const { basket } = add(first.basket, 'water');
    expect(estimate(basket, shelf, { basket: first.basket, quote }).total).toBe(333 + 89 + 15);
  });

  it('takes the price of a pack from its barcode', () => {
    const pack: Shelf = { ...shelf, barcodes: new Map([['six', { code: 'six', article: 'water', quantity: 6000, price: 500 }]]) };
    const { basket } = add(emptyBasket(), 'water', { quantity: 6000, barcode: 'six' });
    expect(estimate(basket, pack, null).lines[0]!.amount).toBe(500);
  });
});
