import { api, path, type Page } from './client';
import type { TaxSum } from './receipts';

export interface ClosingRow {
  id: string;
  /** Z number of the till. */
  number: number;
  till: string;
  till_name: string;
  business_day: string;
  at: number;
  staff_name: string;
  total: number;
  receipts: number;
  cash_expected: number;
  cash_counted: number;
  /** counted - expected, cents. */
  difference: number;
}

export interface Closing extends ClosingRow {
  opened_at: number;
  float: number;
  first_number: number;
  last_number: number;
  taxes: TaxSum[];
  tenders: { kind: string; amount: number; count: number }[];
  groups: { id: string; name: string; colour: string; amount: number; quantity: number }[];
  /** Keys: sale refund exchange cash_in cash_out abort void no_sale training discount price_override unsigned. */
  counts: Record<string, { count: number; amount: number }>;
  cash_in: number;
  cash_out: number;
  /** Denomination in cents → pieces counted. */
  coins: Record<string, number>;
  entry: { seq: number; hash: string };
}

export const closings = (filter: { till?: string; from?: string; to?: string; page?: number; size?: number }) =>
  api.get<Page<ClosingRow>>(path('/office/closings', filter));
export const closing = (id: string) => api.get<Closing>(`/office/closings/${id}`);
export const closingPdf = (id: string) => `/api/v1/office/closings/${id}.pdf`;
export const printClosing = (id: string, printer = '') => api.post<{ print_job: string }>(`/office/closings/${id}/print`, { printer });
