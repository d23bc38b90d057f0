import type { TaxSum } from '../api/types';

/** Sums over the receipts of a day, as closing and X report carry them. */
export interface Totals {
  taxes: TaxSum[];
  payments: { type: string; name: string; amount: number }[];
  kinds: { kind: string; count: number; amount: number }[];
  receipts: number;
}

export interface XReport {
  business_day: string;
  opened_at: number;
  drawer: number;
  totals: Totals;
}

export interface Closing {
  id: string;
  number: number;
  totals: Totals;
  counted: number;
  expected: number;
  difference: number;
}
