/** What customers owe and prepaid, as the node says it. Amounts in cents. */

import type { Basket } from './types';

/** Money instead of goods: a receivable that is paid, a down payment, a tip. */
export interface MoneyLine {
  kind: 'receivable' | 'down_payment' | 'tip_staff' | 'tip_owner';
  amount: number;
  /** Id of the sale on account, or of the order. */
  of: string;
  tax_key: number;
}

/** What a customer owes and may owe, cents. */
export interface Account {
  limit: number;
  owed: number;
}

/** A sale on account that is not paid entirely. */
export interface Receivable {
  receipt: string;
  number: number;
  till_name: string;
  at: number;
  customer: string;
  customer_number: string;
  /** Empty after erasure. */
  name: string;
  total: number;
  left: number;
}

/** An order that waits to be handed over. */
export interface OpenOrder {
  id: string;
  record: string;
  number: number;
  till_name: string;
  placed_at: number;
  /** YYYY-MM-DD or empty. */
  due: string;
  name: string;
  customer: string;
  customer_name: string;
  total: number;
  prepaid: number;
  basket: Basket;
  lines: { name: string; quantity: number; unit: string; amount: number }[];
  /** What is not used up of its down payments. */
  down_payments: { receipt: string; number: number; line: number; amount: number; tax_key: number }[];
}

/** Tips that belong to somebody and wait to be paid out. */
export interface Tips {
  staff: string;
  name: string;
  amount: number;
}

/** What a tender in foreign cash says more: ISO code and hundredths; its amount is what it counts for in euro. */
export interface ForeignCash {
  currency?: string;
  foreign_amount?: number;
}
