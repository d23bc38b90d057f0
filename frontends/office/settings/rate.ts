/** Millionths of a euro from what was typed, comma or point; null if it is no rate. */
export function parseRate(text: string): number | null {
  const found = /^(\d{1,3})(?:[.,](\d{1,6}))?$/.exec(text.trim());
  if (!found) return null;
  return Number(found[1]) * 1_000_000 + Number((found[2] ?? '').padEnd(6, '0')) || null;
}

/** As it is shown and typed: at least two decimals, no more than needed. */
export function showRate(rate: number, mark: string): string {
  const decimals = String(rate % 1_000_000).padStart(6, '0').replace(/0{1,4}$/, '');
  return `${Math.floor(rate / 1_000_000)}${mark}${decimals}`;
}
