import type { Tender } from '../api/types';

export interface Currency {
  code: string;
  name: string;
  /** Millionths of a euro for one unit. */
  rate: number;
}

/** Cents for hundredths of a currency, half up: as the node computes it. */
export function inEuro(amount: number, rate: number): number {
  const product = BigInt(amount) * BigInt(rate);
  return Number((2n * product + 1_000_000n) / 2_000_000n);
}

/** The tenders for foreign cash against what is due: the cash itself, and the euros that go back. */
export function tendersFor(currency: Currency, amount: number, due: number): Tender[] {
  const euro = inEuro(amount, currency.rate);
  const cash = { kind: 'cash' as const, given: 0, payment: '' };
  const taken: Tender = { ...cash, amount: euro, currency: currency.code, foreign_amount: amount };
  return euro > due ? [taken, { ...cash, amount: due - euro }] : [taken];
}

/** Foreign cash and its change belong together: what one press takes back. */
export function together(tenders: readonly Tender[], at: number): Tender[] {
  const one = tenders[at];
  const paired = one?.currency || (one?.kind === 'cash' && one.amount < 0 && tenders.some((each) => each.currency));
  return tenders.filter((each, index) => (paired ? !each.currency && each.amount >= 0 : index !== at));
}
