import { node } from '../api/node';
import type { Basket, Quote } from '../api/types';
import { open } from '../basket/basket.svelte';

/** Puts the open basket aside, for this and every other till of the shop. Returns its id. */
export async function parkBasket(label: string): Promise<string> {
  const id = open.basket.id;
  await open.settle();
  await node.post(`/till/baskets/${id}/park`, { label }, { repeat: true });
  open.clear();
  return id;
}

/** Brings a basket to this till; it becomes its owner. */
export async function fetchBasket(id: string, approval = ''): Promise<void> {
  const answer = await node.post<{ basket: Basket; quote: Quote; version: number }>(`/till/baskets/${id}/fetch`, { approval }, { repeat: true });
  open.take(answer.basket, answer.version, answer.quote);
}
