import { asFailure } from '$shared/api/failure';
import { contact } from '../api/contact.svelte';
import { node } from '../api/node';
import { handOutCash } from '../handing_out/handing_out';
import { session } from '../staff/session.svelte';
import { till } from '../shell/till.svelte';
import { filled, sum, type Counted } from './coins';
import { localDay } from './local_day.svelte';

/** Opens the day; without the node by a float that this device hands out. */
export async function openDay(id: string, amount: number, counted: Counted | null): Promise<void> {
  if (contact.reached && !session.local) {
    try {
      await node.post('/till/day/open', counted ? { id, coins: filled(counted) } : { id, amount }, { repeat: true, timeout: 8000 });
      return await till.refresh();
    } catch (error) {
      if (!asFailure(error).offline) throw error;
    }
  }
  const float = counted ? sum(counted) : amount;
  const item = await handOutCash(id, 'float', float, 'Anfangsbestand', '', '');
  await localDay.opened(item.receipt.finished_at, float, item.id);
}
