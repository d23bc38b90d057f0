import { api, path, type Page } from './client';

export type ReceiptKind = 'sale' | 'refund' | 'exchange' | 'settlement' | 'down_payment' | 'order' | 'benefit' | 'cash_in' | 'cash_out' | 'float' | 'difference' | 'abort' | 'training';

export interface ReceiptRow {
  id: string;
  number: number;
  kind: ReceiptKind;
  type: string;
  at: number;
  business_day: string;
  till: string;
  till_name: string;
  staff_name: string;
  total: number;
  /** Kinds of tenders, without repetition. */
  tenders: string[];
  customer_number: string;
  /** Number of printed lines. */
  lines: number;
  /** Text of the first line, for the eye. */
  first_line: string;
  /** `signed`, `failed` (marked as TSE outage) or `none` (not a fiscal event). */
  signature: 'signed' | 'failed' | 'none';
}

export interface Adjustment {
  kind: string;
  amount: number;
  label: string;
  cause: string;
}

export interface ReceiptLine {
  n: number;
  article: string;
  number: string;
  name: string;
  kind: string;
  unit: string;
  quantity: number;
  per: number;
  price: number;
  list_amount: number;
  amount: number;
  tax_key: number;
  tax_rate: number;
  business_case: string;
  adjustments: Adjustment[];
  deposit_of: number;
  barcode: string;
}

export interface TaxSum {
  key: number;
  rate: number;
  gross: number;
  net: number;
  vat: number;
}

/** `tresen.core.receipt.Receipt`, field by field. */
export interface Receipt {
  id: string;
  kind: ReceiptKind;
  type: string;
  till: string;
  till_name: string;
  till_serial: string;
  business_day: string;
  started_at: number;
  finished_at: number;
  staff: string;
  staff_name: string;
  party: { name: string; street: string; postcode: string; city: string; tax_number: string; vat_id: string; phone: string; thanks: string };
  lines: ReceiptLine[];
  taxes: TaxSum[];
  tenders: { kind: string; amount: number; given: number; payment: string; text: string }[];
  total: number;
  savings: number;
  signed: {
    client: string;
    process_type: string;
    process_data: string;
    transaction: number;
    counter: number;
    started_at: number;
    finished_at: number;
    signature: string;
    serial: string;
    algorithm: string;
    time_format: string;
    public_key: string;
    failure: string;
    simulated: boolean;
  };
  number: number;
  customer: string;
  customer_number: string;
  points: number;
  points_balance: number;
  approved_by_name: string;
  refers_to: string[];
  reason: string;
  note: string;
  token: string;
  voided: string[];
}

/** What happened to a receipt before and after; the newest last. */
export interface ReceiptEvent {
  at: number;
  kind: 'void' | 'approval' | 'payment' | 'refund' | 'refers_to' | 'print' | 'reprint' | 'invoice' | 'mail';
  /** A readable sentence in the asked language. */
  text: string;
  actor_name: string;
  /** Another receipt it leads to, or empty. */
  receipt: string;
  receipt_number: number;
  /** For print jobs: `waiting`, `working`, `failed`, `done`; else empty. */
  state: string;
}

export interface ReceiptDetail {
  receipt: Receipt;
  /** Public address: `/r/<token>`; `.pdf` and `.txt` behind it. */
  url: string;
  /** Exactly as printed, monospaced, one text with line breaks, without the QR code. */
  printed: { columns: number; text: string; qr: string };
  history: ReceiptEvent[];
  /** The journal entry that holds it. Hashes in hex. */
  entry: { seq: number; id: string; hash: string; previous: string };
}

export interface ReceiptFilter {
  /** Number, amount ("12,50"), article name or number, customer number, card text. */
  q?: string;
  from?: string;
  to?: string;
  till?: string;
  kind?: string;
  customer?: string;
  page?: number;
  size?: number;
}

/** `sum`: total of all found receipts, cents. */
export type ReceiptPage = Page<ReceiptRow> & { sum: number };

export const receipts = (filter: ReceiptFilter) => api.get<ReceiptPage>(path('/office/receipts', { ...filter }));
export const receipt = (id: string) => api.get<ReceiptDetail>(`/office/receipts/${id}`);
export const reprint = (id: string, printer = '') => api.post<{ print_job: string }>(`/office/receipts/${id}/print`, { printer });
