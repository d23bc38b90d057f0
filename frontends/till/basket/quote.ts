import { node } from '../api/node';
import type { Basket, Saved } from '../api/types';

/**
 * The one place where the till asks what a basket costs. Today the node answers, and keeps the basket by the same
 * call (crash, park, hand over); an engine on the device can take over behind this function.
 */
export async function quoteBasket(basket: Basket, version: number, training: boolean, signal?: AbortSignal): Promise<Saved> {
  return node.put<Saved>(
    `/till/baskets/${basket.id}`,
    { basket, version, training },
    { timeout: 8000, repeat: false, ...(signal ? { signal } : {}) },
  );
}
