import type { TaxSum } from '../api/types';

/** What X report and closing tell; parts a node does not send are left away on the screen. */
export interface DayFigures {
  business_day?: string;
  opened_at?: number;
  receipts?: number;
  total?: number;
  float?: number;
  tenders?: Record<string, number>;
  taxes?: TaxSum[];
  cash_expected?: number;
}

export interface ClosingFigures extends DayFigures {
  number?: number;
  cash_counted?: number;
  difference?: number;
}
