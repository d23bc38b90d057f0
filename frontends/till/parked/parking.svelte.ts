import { asFailure } from '$shared/api/failure';
import { contact } from '../api/contact.svelte';
import { node } from '../api/node';
import type { Basket, HeldBasket, Quote } from '../api/types';
import { open } from '../basket/basket.svelte';
import { shopClock } from '../clock/clock.svelte';
import { till } from '../shell/till.svelte';
import { session } from '../staff/session.svelte';
import { shelf, shown } from './shelf';

/** Puts the open basket aside, for every till of the shop; while the node is away for this device alone (`here`). */
export async function parkBasket(label: string): Promise<{ id: string; here: boolean }> {
  const id = open.basket.id;
  if (contact.reached && !session.local) {
    try {
      await open.settle();
      await node.post(`/till/baskets/${id}/park`, { label }, { repeat: true, timeout: 6000 });
      open.clear();
      return { id, here: false };
    } catch (error) {
      if (!asFailure(error).offline) throw error;
    }
  }
  await shelf.put({
    basket: $state.snapshot(open.basket) as Basket, quote: $state.snapshot(open.quote) as Quote, version: open.version, label,
    parked_at: shopClock.now(), staff_name: session.staff?.name ?? '', customer_name: open.customerName,
  });
  open.clear();
  return { id, here: true };
}

/** Brings a basket to this till; it becomes its owner. */
export async function fetchBasket(id: string, approval = ''): Promise<void> {
  const shelved = await shelf.get(id);
  if (shelved) {
    open.take(shelved.basket, shelved.version, shelved.quote);
    open.customerName = shelved.customer_name;
    await shelf.remove(id);
    return;
  }
  const answer = await node.post<{ basket: Basket; quote: Quote; version: number }>(`/till/baskets/${id}/fetch`, { approval }, { repeat: true });
  open.take(answer.basket, answer.version, answer.quote);
}

/** Baskets of the shop and of this device; `whole` is false while the node cannot tell about the others. */
export async function heldBaskets(): Promise<{ held: HeldBasket[]; whole: boolean }> {
  const here = (await shelf.all()).map((one) => shown(one, till.state?.till.id ?? '', till.state?.till.name ?? ''));
  try {
    const there = await node.get<HeldBasket[]>('/till/baskets', { repeat: contact.reached, timeout: 6000 });
    const ids = new Set(here.map((one) => one.id));
    return { held: [...here, ...there.filter((one) => !ids.has(one.id))], whole: true };
  } catch (error) {
    if (!asFailure(error).offline) throw error;
    return { held: here, whole: false };
  }
}
