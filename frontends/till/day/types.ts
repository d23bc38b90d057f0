import type { TaxSum } from '../api/types';

/** Sums over the receipts of a day, as closing and X report carry them. */
export interface Totals {
  taxes: TaxSum[];
  payments: { type: string; name: string; amount: number }[];
  kinds: { kind: string; count: number; amount: number }[];
  receipts: number;
}

/** What a closing says of its receipts (`tresen.fiscal.completeness`). */
export interface Completeness {
  printed: number;
  confirmed: number;
  signed: number;
  marked: number;
  missing: number[];
  missing_count: number;
  deviations: number;
  chain: string;
}

export interface XReport {
  business_day: string;
  opened_at: number;
  drawer: number;
  totals: Totals;
  completeness?: Completeness;
}

export interface Closing {
  id: string;
  number: number;
  totals: Totals;
  counted: number;
  expected: number;
  difference: number;
  /** Cash in other currencies, hundredths. */
  foreign?: { currency: string; counted: number; expected: number; difference: number }[];
  completeness?: Completeness;
}
