import { api } from './client';

export interface Retention {
  years: { year: string; receipts: number; until: string; over: boolean }[];
  quiet: { id: string; number: string; last_purchase: string }[];
  looks: { at: number; seq: number; staff_name: string; how: string; number: string }[];
  /** Years. */
  term: number;
  quiet_years: number;
}

export const retention = () => api.get<Retention>('/office/fiscal/retention');
