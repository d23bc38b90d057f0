import { asFailure } from '$shared/api/failure';
import { contact } from '../api/contact.svelte';
import { node } from '../api/node';
import { shopClock } from '../clock/clock.svelte';
import { handOutAbort } from '../handing_out/handing_out';
import { session } from '../staff/session.svelte';
import { open } from './basket.svelte';

/** Gives the open basket up. It stays on the record: at the node, or as a receipt that this device hands out. */
export async function abortBasket(reason: string, approval: string): Promise<void> {
  const id = open.basket.id;
  if (contact.reached && !session.local) {
    try {
      if (!open.agreed) await open.settle();
      await node.post(`/till/baskets/${id}/abort`, { reason, approval }, { repeat: true, timeout: 6000 });
      return;
    } catch (error) {
      if (!asFailure(error).offline) throw error;
    }
  }
  const texts = open.quote.lines.map((line) => `${line.number} ${line.name} ${line.quantity}`);
  await handOutAbort(open.basket, texts, reason, approval, open.startedAt || shopClock.now());
}
