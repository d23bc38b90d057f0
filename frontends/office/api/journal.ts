import { api, path } from './client';

export interface Entry {
  seq: number;
  id: string;
  kind: string;
  version: number;
  at: number;
  business_day: string;
  actor: string;
  actor_name: string;
  till: string;
  till_name: string;
  node: string;
  series: string;
  counter: number;
  subject: string;
  /** Hex, 64 digits. */
  hash: string;
  previous: string;
  /** One readable sentence in the asked language. */
  sentence: string;
}

export interface EntryPage {
  /** Newest first. */
  items: Entry[];
  /** Pass as `before` for the next page; null at the end. */
  next: number | null;
  kinds: string[];
}

export interface JournalFilter {
  kind?: string;
  from?: string;
  to?: string;
  actor?: string;
  subject?: string;
  q?: string;
  before?: number;
  size?: number;
}

export interface Verification {
  state: 'never' | 'running' | 'ok' | 'broken';
  started_at: number | null;
  finished_at: number | null;
  done: number;
  total: number;
  /** Hash of the last entry, hex. */
  head: string;
  /** What was compared: chain, receipts, closings, balances, totals. */
  checks: { name: 'chain' | 'receipts' | 'closings' | 'balances' | 'totals'; ok: boolean; text: string }[];
}

export const journal = (filter: JournalFilter) => api.get<EntryPage>(path('/office/journal', { ...filter }));
/** `body`: the raw JSON. */
export const entry = (seq: number) => api.get<Entry & { body: unknown }>(`/office/journal/${seq}`);
export const verification = () => api.get<Verification>('/office/verification');
export const verify = () => api.post<Verification>('/office/verification');
