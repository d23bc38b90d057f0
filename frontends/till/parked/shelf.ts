import type { Basket, HeldBasket, Quote } from '../api/types';
import { strict } from '../outbox/database';

/** A basket put aside on this device because the node was away. */
export interface ShelvedBasket {
  basket: Basket;
  quote: Quote;
  /** The node's version of it as far as this device knows. */
  version: number;
  label: string;
  parked_at: number;
  staff_name: string;
  customer_name: string;
}

export const shelf = {
  all: (): Promise<ShelvedBasket[]> => strict.all<ShelvedBasket>('parked'),
  get: (id: string): Promise<ShelvedBasket | undefined> => strict.get<ShelvedBasket>('parked', id),
  put: (one: ShelvedBasket): Promise<void> => strict.put('parked', one.basket.id, one),
  remove: (id: string): Promise<void> => strict.remove('parked', id),
};

/** As the list of parked baskets shows it. */
export function shown(one: ShelvedBasket, till: string, tillName: string): HeldBasket {
  const { basket, quote, label, parked_at, staff_name } = one;
  return {
    id: basket.id, label, total: quote.total, lines: quote.pieces, state: 'parked', owner_till: till, owner_till_name: tillName, owner_name: staff_name,
    updated_at: parked_at, customer: basket.customer,
  };
}
