import { priced } from '$shared/money/quantity';
import type { Article, ArticleRecord } from '../../api/articles';

/** What a new article starts as: a good sold by the piece at the general rate, with its stock kept. */
export function blank(): ArticleRecord {
  return {
    number: '', name: '', price: 0, tax_key: 1, kind: 'goods', unit: 'piece', per: 1000, group: '', deposit: [], min_age: 0, weighed: false,
    open_price_min: null, open_price_max: null, discountable: true, content: 0, content_unit: 'weight', points: true, active: true, picture: null,
    cost: null, stock_min: null, stocked: true, barcodes: [], tags: [], prices: [], agency: 0, components: [], take_away_key: 0, planned_key: 0, planned_from: '',
  };
}

/** The fields of the form alone: without id, version and what a newer node may add. */
export function recordOf(article: Article): ArticleRecord {
  const fields = Object.keys(blank()) as (keyof ArticleRecord)[];
  return structuredClone(Object.fromEntries(fields.map((field) => [field, article[field]]))) as unknown as ArticleRecord;
}

export const same = (one: ArticleRecord, other: ArticleRecord): boolean => JSON.stringify(one) === JSON.stringify(other);

/** Whether the last digit of an EAN-8, UPC-A, EAN-13 or GTIN-14 fits the others; codes of other lengths are free. */
export function checkDigit(code: string): boolean {
  if (!/^\d+$/.test(code) || ![8, 12, 13, 14].includes(code.length)) return true;
  const sum = [...code].reverse().reduce((total, digit, at) => total + Number(digit) * (at % 2 ? 3 : 1), 0);
  return sum % 10 === 0;
}

export type Mistake = 'must' | 'code_twice' | 'limits' | 'price_twice' | 'shares';

/** What is wrong with the record: field (or `code:<row>`) → mistake. Empty when it can be saved. */
export function mistakes(record: ArticleRecord): Record<string, Mistake> {
  const found: Record<string, Mistake> = {};
  if (!record.name.trim()) found['name'] = 'must';
  if (!record.number.trim()) found['number'] = 'must';
  if (record.price === null) found['price'] = 'must';
  if (record.per < 1) found['per'] = 'must';
  if (record.open_price_min !== null && (record.open_price_max === null || record.open_price_max < record.open_price_min)) found['open'] = 'limits';
  record.barcodes.forEach((line, at) => {
    if (!line.code.trim()) found[`code:${at}`] = 'must';
    else if (record.barcodes.findIndex((other) => other.code.trim() === line.code.trim()) < at) found[`code:${at}`] = 'code_twice';
  });
  const prices = record.prices.map((line) => `${line.list} ${line.from_quantity} ${line.valid_from}`);
  if (new Set(prices).size !== prices.length || record.prices.some((line) => line.valid_to && line.valid_to <= line.valid_from)) found['prices'] = 'price_twice';
  const shares = record.components.map((part) => part.share);
  if (shares.some(Boolean) && (shares.some((share) => share <= 0) || shares.reduce((sum, share) => sum + share, 0) !== 10_000)) found['components'] = 'shares';
  if (record.planned_key && !record.planned_from) found['planned'] = 'must';
  return found;
}

/** Ready to send: without spaces around texts. */
export function trimmed(record: ArticleRecord): ArticleRecord {
  return { ...record, number: record.number.trim(), name: record.name.trim(), barcodes: record.barcodes.map((line) => ({ ...line, code: line.code.trim() })) };
}

/** Price of one kg, l or m, cents; null where none is due. */
export function unitPrice(record: ArticleRecord): number | null {
  if (record.unit !== 'piece' || record.content <= 0) return null;
  return priced(record.price, 1000, record.content);
}

/** Gross price less VAT less cost, cents for `per`, and as whole percent of the net price. */
export function margin(price: number, cost: number | null, rate: number): { amount: number; percent: number } | null {
  if (cost === null || price <= 0) return null;
  const net = Math.round((price * 10_000) / (10_000 + rate));
  return { amount: net - cost, percent: Math.round(((net - cost) * 100) / net) };
}
