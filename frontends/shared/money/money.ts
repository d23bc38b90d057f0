import { tongue } from '../words/words.svelte';

/** Money is whole cents. Text comes from the digits, never from a division, so no float is involved. */
const formats = new Map<string, Intl.NumberFormat>();

function format(locale: string, currency: string): Intl.NumberFormat {
  const key = locale + currency;
  let found = formats.get(key);
  if (!found) formats.set(key, (found = new Intl.NumberFormat(locale, { style: 'currency', currency })));
  return found;
}

/** -1205 → "-12.05", exact for every integer. */
export function plain(cents: number): string {
  const size = String(Math.abs(cents)).padStart(3, '0');
  return `${cents < 0 ? '-' : ''}${size.slice(0, -2)}.${size.slice(-2)}`;
}

/** 1205 → "12,05 €" (German) or "€12.05" (English). */
export function money(cents: number, currency = 'EUR'): string {
  return format(tongue.locale, currency).format(plain(cents) as unknown as number);
}

/** 500 → "5 €" (German) or "€5" (English), 1205 → "12,05 €": for buttons and coins. */
export function short(cents: number, currency = 'EUR'): string {
  if (cents % 100) return money(cents, currency);
  return new Intl.NumberFormat(tongue.locale, { style: 'currency', currency, maximumFractionDigits: 0 }).format(cents / 100);
}

/** 1205 → "12,05": for fields and tight places where the currency is clear. */
export function digits(cents: number): string {
  return tongue.language === 'de' ? plain(cents).replace('.', ',') : plain(cents);
}

/** Reads what people type: "12", "12,5", "12.50", "€ 3", and "1.234,50" the German way. Null if it is no amount. */
export function parseMoney(text: string): number | null {
  const clean = text.replace(/[€\s ]/g, '');
  const grouped = tongue.language === 'de' ? /^-?\d{1,3}(\.\d{3})+(,\d{0,2})?$/ : /^-?\d{1,3}(,\d{3})+(\.\d{0,2})?$/;
  const simple = grouped.test(clean) ? clean.replaceAll(tongue.language === 'de' ? '.' : ',', '') : clean;
  const match = /^(-?)(\d*)(?:[.,](\d{0,2}))?$/.exec(simple);
  if (!match) return null;
  const [, sign, whole = '', part = ''] = match;
  if (whole === '' && part === '') return null;
  const cents = Number(whole || '0') * 100 + Number(part.padEnd(2, '0') || '0');
  if (!Number.isSafeInteger(cents)) return null;
  return sign && cents ? -cents : cents;
}

/** 1900 → "19 %", 750 → "7,5 %". Input in hundredths of a percent. */
export function percent(hundredths: number): string {
  const text = plain(hundredths).replace(/\.?0+$/, '');
  return `${tongue.language === 'de' ? text.replace('.', ',') : text} %`;
}
