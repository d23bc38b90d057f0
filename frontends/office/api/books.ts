import { api } from './client';

export interface DatevSettings {
  adviser: number;
  client: number;
  chart: '03' | '04';
  year_start: number;
  length: number;
  card: 'cash' | 'interim';
  cost_centre: string;
  /** Numbers that replace standard ones, by role. */
  accounts: Record<string, string>;
}

export interface Batch {
  id: string;
  name: string;
  first: string;
  last: string;
  at: number;
  closings: number;
  rows: number;
  /** Cents by which the batch changes the cash account. */
  cash: number;
  reverses: string;
  taken_back: boolean;
}

export interface Datev {
  settings: DatevSettings;
  accounts: { role: string; standard: string; number: string }[];
  batches: Batch[];
}

export interface CashPage {
  till: string;
  till_name: string;
  number: number;
  day: string;
  opening: number;
  movements: [kind: string, cents: number][];
  balance: number;
  sound: boolean;
}

const period = (from: string, to: string) => `from=${from}&to=${to}`;
export const datev = () => api.get<Datev>('/office/fiscal/datev');
export const saveDatev = (value: DatevSettings) => api.put<unknown>('/office/settings/datev', { value });
export const handOver = (first: string, last: string) => api.post<Batch>('/office/fiscal/datev', { first, last });
export const takeBack = (id: string) => api.post<Batch>(`/office/fiscal/datev/${id}/reversal`, {});
export const batchFile = (id: string) => `/api/v1/office/fiscal/datev/${id}.csv`;
export const cashBook = (from: string, to: string) => api.get<CashPage[]>(`/office/fiscal/cash-book?${period(from, to)}`);
export const cashBookFile = (from: string, to: string) => `/api/v1/office/fiscal/cash-book.csv?${period(from, to)}`;
