import { node } from '../api/node';
import type { Basket, Quote, Saved } from '../api/types';
import { engine } from '../engine/engine.svelte';
import { excerptFor, type KnownFor } from '../engine/excerpt';
import { localText } from '../clock/clock.svelte';
import { house } from '../shell/house.svelte';

/** The node keeps the basket (crash, park, hand over) and says what it costs at a moment. */
export async function keepBasket(basket: Basket, version: number, training: boolean, quotedAt: number): Promise<Saved> {
  return node.put<Saved>(`/till/baskets/${basket.id}`, { basket, version, training, quoted_at: quotedAt }, { timeout: 8000, repeat: false });
}

/** What the engine on this device says; null where it does not run or does not know enough. */
export async function quoteHere(basket: Basket, quotedAt: number, known: KnownFor | null, alone: boolean): Promise<Quote | null> {
  if (engine.state !== 'ready' || !engine.version) return null;
  const excerpt = await excerptFor(basket, known, alone);
  return excerpt ? engine.quote({ ...excerpt, basket, at: localText(quotedAt, house.zone) }) : null;
}
