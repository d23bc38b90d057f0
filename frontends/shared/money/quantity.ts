import { tongue } from '../words/words.svelte';

/** Quantities are whole thousandths of a unit: 1000 is one piece, kilogram, litre or metre. */
export const ONE = 1000;

export type Unit = 'piece' | 'weight' | 'volume' | 'length';

const SYMBOLS: Record<Unit, { de: string; en: string }> = {
  piece: { de: 'Stk', en: 'pcs' },
  weight: { de: 'kg', en: 'kg' },
  volume: { de: 'l', en: 'l' },
  length: { de: 'm', en: 'm' },
};

/** 1000 → "1", 451 → "0,451". Measured goods always show three decimals: 1500 kg → "1,500". */
export function quantity(thousandths: number, unit: string = 'piece'): string {
  const size = String(Math.abs(thousandths)).padStart(4, '0');
  const whole = size.slice(0, -3);
  const part = unit === 'piece' ? size.slice(-3).replace(/0+$/, '') : size.slice(-3);
  const text = `${thousandths < 0 ? '−' : ''}${whole}${part ? '.' + part : ''}`;
  return tongue.language === 'de' ? text.replace('.', ',') : text;
}

export function symbol(unit: string): string {
  return SYMBOLS[unit as Unit]?.[tongue.language] ?? '';
}

/** "0,451 kg", "3 Stk". */
export function measured(thousandths: number, unit: string): string {
  return `${quantity(thousandths, unit)} ${symbol(unit)}`;
}

/** "per kg", "per 100 g", written the shop's way: the amount a price refers to. */
export function perUnit(per: number, unit: string): string {
  if (per === ONE) return symbol(unit);
  if (unit === 'weight' && per < ONE) return `${per} g`;
  if (unit === 'volume' && per < ONE) return `${per} ml`;
  return measured(per, unit);
}

/** Reads "3", "0,451", "1.5". Null if it is no quantity or has more than three decimals. */
export function parseQuantity(text: string): number | null {
  const match = /^(-?)(\d*)(?:[.,](\d{1,3}))?$/.exec(text.replace(/\s/g, ''));
  if (!match || (match[2] === '' && !match[3])) return null;
  const size = Number(match[2] || '0') * ONE + Number((match[3] ?? '').padEnd(3, '0') || '0');
  if (!Number.isSafeInteger(size)) return null;
  return match[1] && size ? -size : size;
}

/** price × quantity / per, rounded half away from zero like the engine does. */
export function priced(price: number, thousandths: number, per: number): number {
  const product = BigInt(price) * BigInt(thousandths);
  const size = product < 0n ? -product : product;
  const result = Number((2n * size + BigInt(per)) / (2n * BigInt(per)));
  return product < 0n ? -result : result;
}

/** 34000 → "34.000" (German) or "34,000" (English): how many there are of something. */
export function howMany(count: number): string {
  return new Intl.NumberFormat(tongue.locale).format(count);
}
