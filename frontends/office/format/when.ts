import { clock, day } from '$shared/money/dates';
import { tongue } from '$shared/words/words.svelte';
import { o } from '../words/office';

const MINUTE = 60_000;

/** "gerade eben", "vor 4 Min.", then the time of day, then the date. */
export function ago(ms: number, now = Date.now()): string {
  const minutes = Math.floor((now - ms) / MINUTE);
  if (minutes < 1) return o('ago.now');
  if (minutes < 60) return o('ago.minutes', { n: minutes });
  if (minutes < 24 * 60) return o('ago.hours', { n: Math.floor(minutes / 60) });
  const days = Math.floor(minutes / 1440);
  return days < 14 ? o('ago.days', { n: days }) : day(ms);
}

/** Today's moments as the time of day, older ones with the date before. */
export function when(ms: number, now = Date.now()): string {
  return day(ms) === day(now) ? clock(ms) : `${day(ms)}, ${clock(ms)}`;
}

/** Business days are texts (YYYY-MM-DD); noon UTC keeps them on their day in every zone of ours. */
const noon = (date: string): number => Date.parse(`${date}T12:00:00Z`);

export function weekday(date: string, style: 'short' | 'long' = 'short'): string {
  return new Intl.DateTimeFormat(tongue.locale, { weekday: style, timeZone: 'UTC' }).format(noon(date));
}

/** "Mo., 23.11." */
export function shortDay(date: string): string {
  return new Intl.DateTimeFormat(tongue.locale, { weekday: 'short', day: '2-digit', month: '2-digit', timeZone: 'UTC' }).format(noon(date));
}

/** "Montag, 23. November 2026" */
export function longDay(date: string): string {
  return new Intl.DateTimeFormat(tongue.locale, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format(noon(date));
}

/** Name of a weekday by its number, 1 is Monday. 2024-01-01 was one. */
export const weekdayName = (n: number, style: 'short' | 'long' = 'long'): string => weekday(`2024-01-0${n}`, style);

/** Name of a month, 1 is January. */
export const monthName = (n: number): string => new Intl.DateTimeFormat(tongue.locale, { month: 'long', timeZone: 'UTC' }).format(Date.UTC(2024, n - 1, 15));

/** The day in the shop's zone. */
export function dayOf(ms: number): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin' }).format(ms);
}

/** Hour at which the shop's business day begins; known with the session. */
let dayStart = 0;
export function beginDaysAt(hour: number): void {
  dayStart = hour;
}

/** The business day of a moment: what is sold after midnight belongs to the day before. */
export function businessDayOf(ms: number): string {
  const [day, hour] = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin', dateStyle: 'short', timeStyle: 'short' }).format(ms).split(' ');
  return Number(hour!.slice(0, 2)) < dayStart ? shiftDay(day!, -1) : day!;
}

export function shiftDay(date: string, days: number): string {
  return new Date(noon(date) + days * 1440 * MINUTE).toISOString().slice(0, 10);
}

export type RangeName = 'today' | 'yesterday' | 'week' | 'month' | 'last_month';
export const RANGES: readonly RangeName[] = ['today', 'yesterday', 'week', 'month', 'last_month'];

/** First and last day of a named period, both included. */
export function rangeOf(name: RangeName, now = Date.now()): { from: string; to: string } {
  const today = businessDayOf(now);
  const first = `${today.slice(0, 8)}01`;
  if (name === 'today') return { from: today, to: today };
  if (name === 'yesterday') return { from: shiftDay(today, -1), to: shiftDay(today, -1) };
  if (name === 'week') return { from: shiftDay(today, -6), to: today };
  if (name === 'month') return { from: first, to: today };
  const last = shiftDay(first, -1);
  return { from: `${last.slice(0, 8)}01`, to: last };
}
