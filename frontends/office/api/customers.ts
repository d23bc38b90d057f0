import { api, path, type Page } from './client';

export interface CustomerRow {
  id: string;
  number: string;
  /** Empty after erasure. */
  name: string;
  phone: string;
  mail: string;
  points: number;
  credit: number;
  purchases: number;
  turnover: number;
  last_purchase_at: number | null;
}

/** Erasable; never in the journal. */
export interface Person {
  name: string;
  phone: string;
  mail: string;
  street: string;
  postcode: string;
  city: string;
  /** 1 to 12, 0: not told. */
  birthday_month: number;
}

export interface Consent {
  purpose: 'loyalty' | 'mail' | 'phone' | 'receipts';
  given: boolean;
  /** Of the last change; null: never asked. */
  at: number | null;
  wording: string;
  source: string;
}

export interface Customer {
  id: string;
  number: string;
  group: string;
  /** Given by hand; empty: by points. */
  tier: string;
  /** The one that counts. */
  tier_now: string;
  note: string;
  /** Null after erasure. */
  person: Person | null;
  consents: Consent[];
  /** Up to this the customer may owe from sales on account, cents; 0: none. */
  account_limit: number;
  owed: number;
  points: number;
  /** Cents. */
  credit: number;
  purchases: number;
  turnover: number;
  first_purchase_at: number | null;
  last_purchase_at: number | null;
}

/** A movement of points or of store credit; newest first. */
export interface Transfer {
  seq: number;
  at: number;
  /** Signed points or cents. */
  amount: number;
  balance: number;
  reason: string;
  actor_name: string;
  receipt: string;
  receipt_number: number;
}

/** A sale on account that is not paid entirely. */
export interface Receivable {
  receipt: string;
  number: number;
  till_name: string;
  at: number;
  customer: string;
  customer_number: string;
  name: string;
  total: number;
  left: number;
}

export const receivables = (customer = '') => api.get<Receivable[]>(path('/office/receivables', { customer }));
export const customers = (filter: { q?: string; page?: number; size?: number }) => api.get<Page<CustomerRow>>(path('/office/customers', filter));
export const customer = (id: string) => api.get<Customer>(`/office/customers/${id}`);
export const createCustomer = (id: string, person: Person, number: string, consents: string[]) =>
  api.post<Customer>('/office/customers', { id, person, number, consents }, { repeat: true });
export const saveCustomer = (id: string, changes: { person?: Person; number?: string; group?: string; tier?: string; note?: string; account_limit?: number }) =>
  api.put<Customer>(`/office/customers/${id}`, changes);
export const setConsent = (id: string, purpose: string, given: boolean) =>
  api.put<Customer>(`/office/customers/${id}/consents/${purpose}`, { given });
export const customerPoints = (id: string, page = 1) => api.get<Page<Transfer>>(path(`/office/customers/${id}/points`, { page }));
export const customerCredit = (id: string, page = 1) => api.get<Page<Transfer>>(path(`/office/customers/${id}/credit`, { page }));
/** Signed points or cents by hand; a reason is needed; `id` makes it safe to repeat. */
export const bookPoints = (customerId: string, id: string, amount: number, reason: string) =>
  api.post<Customer>(`/office/customers/${customerId}/points`, { id, amount, reason }, { repeat: true });
export const bookCredit = (customerId: string, id: string, amount: number, reason: string) =>
  api.post<Customer>(`/office/customers/${customerId}/credit`, { id, amount, reason }, { repeat: true });
/** Erases the person; card number, points and receipts stay without a name. Cannot be undone. */
export const erasePerson = (id: string) => api.post<Customer>(`/office/customers/${id}/erase`);
