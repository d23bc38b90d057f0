import { api, path, type Page } from './client';

/** Who gets the invoice. `country`: two letters; `reference`: Leitweg-ID or the buyer's own. */
export interface Buyer {
  name: string;
  street: string;
  postcode: string;
  city: string;
  country: string;
  vat_id: string;
  reference: string;
}

export type InvoiceType = 'invoice' | 'credit_note' | 'cancellation';

export interface InvoiceItem {
  id: string;
  number: string;
  type: InvoiceType;
  at: number;
  total: number;
  buyer: string;
  receipt: string;
  /** Id of the invoice that it corrects. */
  corrects: string;
  cancelled: boolean;
}

export interface InvoiceView {
  id: string;
  number: string;
  type: InvoiceType;
  at: number;
  issued_on: string;
  supplied_on: string;
  receipt: string;
  receipt_name: string;
  buyer: Buyer;
  net: number;
  vat: number;
  total: number;
  paid: number;
  due: number;
  taxes: { category: string; rate: number; net: number; vat: number; reason: string }[];
  corrects: string;
  corrects_id: string;
  cancelled: boolean;
  xrechnung: boolean;
  url: string;
}

/** What there is about a receipt, and what may be done. */
export interface ReceiptInvoices {
  possible: boolean;
  small: boolean;
  self_service: boolean;
  self_service_url: string;
  items: InvoiceView[];
  suggested: Buyer | null;
}

export interface InvoiceFilter {
  q?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  page?: number;
  size?: number;
}

export const NOBODY: Buyer = { name: '', street: '', postcode: '', city: '', country: 'DE', vat_id: '', reference: '' };

export const invoices = (filter: InvoiceFilter) => api.get<Page<InvoiceItem>>(path('/office/invoices', { ...filter }));
export const invoice = (id: string) => api.get<InvoiceView>(`/office/invoices/${id}`);
export const invoicesOf = (receipt: string) => api.get<ReceiptInvoices>(`/office/receipts/${receipt}/invoices`);
/** The same buyer again gets the first one, so it may be repeated. */
export const issueInvoice = (receipt: string, buyer: Buyer) => api.post<InvoiceView>(`/office/receipts/${receipt}/invoice`, buyer, { repeat: true });
export const cancelInvoice = (id: string, reason: string) => api.post<InvoiceView>(`/office/invoices/${id}/cancel`, { reason });
export const invoiceFiles = (filter: InvoiceFilter) => `/api/v1${path('/office/invoices/files.zip', { from: filter.from, to: filter.to })}`;
export const invoiceFile = (id: string, kind: 'pdf' | 'xml' | 'xrechnung.xml') => `/api/v1/office/invoices/${id}.${kind}`;
