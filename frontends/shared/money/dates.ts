import { tongue } from '../words/words.svelte';

/** Moments are milliseconds since 1970 UTC and shown in the shop's time zone. */
const ZONE = 'Europe/Berlin';

function show(ms: number, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(tongue.locale, { timeZone: ZONE, ...options }).format(ms);
}

export const clock = (ms: number): string => show(ms, { hour: '2-digit', minute: '2-digit' });
export const day = (ms: number): string => show(ms, { day: '2-digit', month: '2-digit', year: 'numeric' });
export const moment = (ms: number): string => `${day(ms)} ${clock(ms)}`;

/** "2008-11-23" → "23.11.2008". */
export function civil(date: string): string {
  const [y, m, d] = date.split('-');
  return tongue.language === 'de' ? `${d}.${m}.${y}` : `${d}/${m}/${y}`;
}
