import { tongue } from '$shared/words/words.svelte';

/** How much a number moved against another, in whole percent; null where there is nothing to compare with. */
export function change(now: number, before: number): number | null {
  if (before === 0) return null;
  return Math.round(((now - before) * 100) / Math.abs(before));
}

/** 12 → "+12 %", -3 → "−3 %". */
export function signed(percent: number): string {
  const sign = percent > 0 ? '+' : percent < 0 ? '−' : '±';
  return `${sign}${count(Math.abs(percent))} %`;
}

/** Whole numbers with thousands: 12345 → "12.345". */
export function count(n: number): string {
  return new Intl.NumberFormat(tongue.locale, { maximumFractionDigits: 0 }).format(n);
}
