import type { Barcode, CodeRule } from '../api/types';

/** What a code may be, in the order in which the till asks. */
export type Meaning =
  | { kind: 'article'; article: string; quantity: number; price: number | null; code: string }
  | { kind: 'labelled'; number: string; amount?: number; quantity?: number; code: string }
  | { kind: 'receipt'; key: string }
  | { kind: 'unknown'; code: string };

/** The check digit of EAN-8, UPC-A, EAN-13 and GTIN-14. */
export function checked(code: string): boolean {
  if (!/^(\d{8}|\d{12,14})$/.test(code)) return false;
  const digits = [...code].map(Number);
  const last = digits.pop()!;
  const sum = digits.reverse().reduce((total, digit, at) => total + digit * (at % 2 === 0 ? 3 : 1), 0);
  return (10 - (sum % 10)) % 10 === last;
}

/** Other ways to write the same code: UPC-A with its leading zeros, GTIN-14 without, GTIN-13 with. */
export function spellings(code: string): string[] {
  if (/^\d{12}$/.test(code)) return [code, `0${code}`, `00${code}`];
  if (/^0\d{12}$/.test(code)) return [code, code.slice(1), `0${code}`];
  if (/^\d{13}$/.test(code)) return [code, `0${code}`];
  if (/^0\d{13}$/.test(code)) return [code, code.slice(1), ...(code.startsWith('00') ? [code.slice(2)] : [])];
  const gs1 = /^(?:\]\w\d)?\(?01\)?(\d{14})/.exec(code);
  if (gs1) return [code, gs1[1]!, gs1[1]!.replace(/^0/, '')];
  return [code];
}

function label(code: string, rules: readonly CodeRule[]): Meaning | null {
  if (!/^(\d{8}|\d{12,13})$/.test(code) || !checked(code)) return null;
  for (const rule of rules) {
    const length = rule.prefix.length + rule.article_digits + rule.value_digits + (rule.value_check_digit ? 1 : 0) + 1;
    if (!code.startsWith(rule.prefix) || code.length !== length) continue;
    const from = rule.prefix.length;
    const number = code.slice(from, from + rule.article_digits);
    if (rule.value_kind === 'none') return { kind: 'labelled', number, code };
    const at = from + rule.article_digits + (rule.value_check_digit ? 1 : 0);
    const value = Number(code.slice(at, at + rule.value_digits));
    // Decimals say where the point stands; cents have two digits behind it, thousandths three.
    const scaled = (digits: number) => Math.trunc((value * 10 ** digits) / 10 ** rule.decimals);
    if (rule.value_kind === 'price') return { kind: 'labelled', number, amount: scaled(2), code };
    return { kind: 'labelled', number, quantity: scaled(3), code };
  }
  return null;
}

/** Finds what was scanned among the possible readings of one scan. */
export function meaning(texts: readonly string[], barcodes: ReadonlyMap<string, Barcode>, rules: readonly CodeRule[]): Meaning {
  for (const text of texts) {
    for (const code of spellings(text.trim())) {
      const known = barcodes.get(code);
      if (known) return { kind: 'article', article: known.article, quantity: known.quantity, price: known.price, code };
    }
  }
  for (const text of texts) {
    const labelled = label(text.trim(), rules);
    if (labelled) return labelled;
    const link = /\/r\/([\w-]{6,})/.exec(text);
    if (link) return { kind: 'receipt', key: link[1]! };
  }
  return { kind: 'unknown', code: texts[0]?.trim() ?? '' };
}
