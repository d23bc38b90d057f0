/** A practice shop that looks the same at every start. */
let seed = 20260923;
export function random(): number {
  seed = (seed * 1664525 + 1013904223) % 4294967296;
  return seed / 4294967296;
}
export const between = (low: number, high: number): number => low + Math.floor(random() * (high - low + 1));
export const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
export const hex = (length: number): string => Array.from({ length }, () => Math.floor(random() * 16).toString(16)).join('');
export const now = Number(process.env['TRESEN_NOW']) || Date.now();
export const dayOf = (ms: number): string => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin' }).format(ms);
export const hourOf = (ms: number): number => Number(new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Berlin', hour: '2-digit', hourCycle: 'h23' }).format(ms));

export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly title: string,
    readonly act = 'Bitte noch einmal versuchen.',
  ) {
    super(title);
  }
}

export function paged<T>(list: T[], query: URLSearchParams): { items: T[]; page: number; size: number; total: number } {
  const size = Number(query.get('size') ?? 50);
  const page = Number(query.get('page') ?? 1);
  return { items: list.slice((page - 1) * size, page * size), page, size, total: list.length };
}

export const fold = (text: string): string => text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '');
