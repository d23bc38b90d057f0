import { priced } from '$shared/money/quantity';
import type { Article, Barcode, Basket, BasketLine, Quote, QuoteLine } from '../api/types';
import type { MoneyLine } from '../api/owing';
import { t } from '../words/t';
import { living } from './lines';

/** What the estimate may look into: the goods on this device. */
export interface Shelf {
  article(id: string): Article | undefined;
  barcodes: Pick<ReadonlyMap<string, Barcode>, 'get'>;
}

/** The last answer of the engine together with the basket it answered. */
export interface Answered {
  basket: Basket;
  quote: Quote;
  /** `engine` on this device, or `node`, whose word is the last. */
  by?: 'engine' | 'node';
  /** The moment it was quoted for, ms since 1970. */
  at?: number;
}

const EMPTY: Quote = { lines: [], taxes: [], total: 0, savings: 0, points: 0, pieces: 0, warnings: [], promotions: [], hints: [], offers: [], coupons: [] };

/**
 * Shows a change at once: unchanged lines as the engine priced them, new ones at price × quantity. It never decides
 * anything: the quote replaces it within moments and only a quoted basket can be paid.
 */
export function estimate(basket: Basket, shelf: Shelf, last: Answered | null): Quote {
  const before = new Map(last?.basket.lines.map((line) => [line.id, line]));
  const lines: QuoteLine[] = [];
  for (const line of living(basket)) {
    const old = before.get(line.id);
    const known = old && last && same(old, line) ? last.quote.lines.filter((one) => one.line === line.id) : [];
    if (known.length) lines.push(...known);
    else lines.push(...guess(line, shelf));
  }
  const at = new Map(lines.map((line, index) => [line, index + 1]));
  let owner = 0;
  const numbered = lines.map((line) => {
    const n = at.get(line)!;
    if (!line.deposit_of) owner = n;
    return { ...line, n, deposit_of: line.deposit_of ? owner : 0 };
  });
  const total = numbered.reduce((sum, line) => sum + line.amount, 0);
  const savings = -numbered.flatMap((line) => line.adjustments).reduce((sum, one) => sum + one.amount, 0);
  const pieces = numbered
    .filter((line) => !line.deposit_of)
    .reduce((sum, line) => sum + (line.unit === 'piece' ? Math.trunc(line.quantity / 1000) : 1), 0);
  const warnings = last?.quote.warnings.filter((warning) => living(basket).some((line) => line.id === warning.line)) ?? [];
  return { ...EMPTY, lines: numbered, total, savings, pieces, warnings };
}

function same(a: BasketLine, b: BasketLine): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

/** Money stands there with its amount; the engine says its business case. */
function asMoney(line: BasketLine, money: MoneyLine): QuoteLine {
  const amount = money.amount;
  return {
    n: 0, line: line.id, article: money.of, number: '', name: line.text || t(`money.${money.kind}`), kind: money.kind, unit: 'piece', quantity: 1000, per: 1000, price: amount,
    list_amount: amount, amount, tax_key: money.tax_key, tax_rate: 0, adjustments: [], deposit_of: 0, return_receipt: '', return_line: 0, group: '', business_case: '', restock: true,
    barcode: '', points: 0, price_list: '', usual_price: 0,
  };
}

function guess(line: BasketLine, shelf: Shelf): QuoteLine[] {
  if (line.money) return [asMoney(line, line.money)];
  const article = shelf.article(line.article);
  if (!article || line.voucher) return [];
  const code = line.barcode ? shelf.barcodes.get(line.barcode) : undefined;
  const ownPrice = code?.price !== null && code?.price !== undefined && line.price === null ? code : undefined;
  const price = line.price ?? article.price;
  const list = line.amount ?? (ownPrice ? priced(ownPrice.price!, line.quantity, ownPrice.quantity) : priced(price, line.quantity, article.per));
  const off = !line.discount ? 0 : line.discount.kind === 'amount' ? line.discount.value : priced(list, line.discount.value, 10_000);
  const shared = { line: line.id, tax_rate: 0, return_receipt: '', return_line: 0, n: 0, group: article.group, business_case: '', restock: true, barcode: line.barcode, points: 0, price_list: '', usual_price: 0 };
  const first: QuoteLine = {
    ...shared,
    article: article.id,
    number: article.number,
    name: line.text || article.name,
    kind: article.kind,
    unit: article.unit,
    quantity: line.quantity,
    per: article.per,
    price,
    list_amount: list,
    amount: list - off,
    tax_key: article.tax_key,
    adjustments: off ? [{ kind: 'line_discount', amount: -off, label: line.discount!.reason, cause: '', units: 0 }] : [],
    deposit_of: 0,
  };
  if (line.return_of) return [first];
  const pledges = article.deposit.flatMap((part) => {
    const pledge = shelf.article(part.article);
    if (!pledge) return [];
    const quantity = priced(line.quantity, part.quantity, 1000);
    const worth = priced(pledge.price, quantity, pledge.per);
    return [{ ...first, article: pledge.id, number: pledge.number, name: pledge.name, kind: 'deposit', unit: 'piece', quantity, per: 1000, price: pledge.price, list_amount: worth, amount: worth, adjustments: [], deposit_of: 1 }];
  });
  return [first, ...pledges];
}
