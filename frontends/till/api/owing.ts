/** What customers owe and prepaid, as the node says it. Amounts in cents. */

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
