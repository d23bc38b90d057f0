import { node } from '../api/node';
import type { Account, Receivable } from '../api/owing';
import { newLine } from '../basket/lines';
import { open } from '../basket/basket.svelte';
import { pay } from '../pay/paying';
import { t } from '../words/t';

/** What a customer owes and may owe. */
export const accountOf = (customer: string) => node.get<Account>(`/till/customers/${customer}/account`, { timeout: 5000 });

/** What is open of sales on account, oldest first. */
export const receivables = () => node.get<Receivable[]>('/till/receivables', { timeout: 8000 });

/** What a search text finds: name, card number or receipt number. */
export function found(all: readonly Receivable[], query: string): Receivable[] {
  const asked = query.trim().toLowerCase();
  if (!asked) return [...all];
  return all.filter((one) => one.name.toLowerCase().includes(asked) || one.customer_number.startsWith(asked) || String(one.number) === asked);
}

/** The payment of a receivable becomes the basket on the counter and goes straight to paying. */
export async function takePayment(of: Receivable, amount: number): Promise<void> {
  const line = newLine('', { text: t('owing.line', { n: of.number }), money: { kind: 'receivable', amount, of: of.receipt, tax_key: 5 } });
  open.customerName = of.name || of.customer_number;
  open.change({ ...open.basket, customer: of.customer, lines: [line] });
  await pay();
}
