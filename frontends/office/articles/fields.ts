import { money, percent } from '$shared/money/money';
import { measured, perUnit } from '$shared/money/quantity';
import type { ArticleRecord, BarcodeLine, PriceLine } from '../api/articles';
import { o } from '../words/office';
import { known, t } from './words';

/** Names that raw values stand for. */
export interface Names {
  groups: ReadonlyMap<string, string>;
  rates: ReadonlyMap<number, number>;
}

const MONEY = ['price', 'cost', 'open_price_min', 'open_price_max'];

export const fieldName = (field: string): string => (known(`f.${field}`) ? t(`f.${field}` as 'f.name') : field);

/** A raw value of a field as people read it; `unit` is the article's. */
export function shown(field: string, value: unknown, names: Names, unit = 'piece'): string {
  if (value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) return t('nothing');
  if (typeof value === 'boolean') return value ? o('yes') : o('no');
  if (MONEY.includes(field)) return money(Number(value));
  if (field === 'agency') return String(value);
  if (field === 'components') return (value as { article: string; quantity: number }[]).map((part) => `${part.quantity / 1000}× ${part.article.slice(0, 8)}`).join(', ');
  if ((field === 'take_away_key' || field === 'planned_key') && !value) return t('nothing');
  if (field === 'take_away_key' || field === 'planned_key' || field === 'tax_key') return names.rates.has(Number(value)) ? percent(names.rates.get(Number(value))!) : String(value);
  if (field === 'group') return names.groups.get(String(value)) ?? String(value);
  if (field === 'unit' || field === 'content_unit') return known(`unit.${value}`) ? t(`unit.${value}` as 'unit.piece') : String(value);
  if (field === 'kind') return known(`kind.${value}`) ? t(`kind.${value}` as 'kind.goods') : String(value);
  if (field === 'per') return perUnit(Number(value), unit);
  if (field === 'stock_min') return measured(Number(value), unit);
  if (field === 'content') return measured(Number(value), 'weight').replace(/\s?kg$/, '');
  if (field === 'barcodes') return (value as (BarcodeLine | string)[]).map((line) => (typeof line === 'string' ? line : codeText(line))).join(', ');
  if (field === 'prices') return (value as PriceLine[]).map(priceText).join(', ');
  if (field === 'tags') return (value as string[]).join(', ');
  if (field === 'deposit') return (value as { article: string; quantity: number }[]).map((part) => `${part.quantity / 1000}× ${part.article.slice(0, 8)}`).join(', ');
  return String(value);
}

function priceText(line: PriceLine): string {
  const from = line.from_quantity ? ` ≥ ${line.from_quantity / 1000}` : '';
  const span = line.valid_from || line.valid_to ? ` (${line.valid_from.slice(0, 10)} – ${line.valid_to.slice(0, 10)})` : '';
  return `${money(line.price)}${from}${span}`;
}

function codeText(line: BarcodeLine): string {
  const many = line.quantity === 1000 ? '' : ` = ${line.quantity / 1000}×`;
  return `${line.code}${many}${line.price === null ? '' : ` ${money(line.price)}`}`;
}

/** Fields that two records differ in, in the order of the form. Missing fields of the older one are not told. */
export function differences(old: Partial<ArticleRecord>, next: Partial<ArticleRecord>): { field: string; old: unknown; new: unknown }[] {
  return (Object.keys(next) as (keyof ArticleRecord)[])
    .filter((field) => field in old && JSON.stringify(old[field]) !== JSON.stringify(next[field]))
    .map((field) => ({ field, old: old[field], new: next[field] }));
}
