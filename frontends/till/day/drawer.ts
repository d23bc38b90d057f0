import { asFailure } from '$shared/api/failure';
import { contact } from '../api/contact.svelte';
import { node } from '../api/node';
import { handOutCash } from '../handing_out/handing_out';
import { session } from '../staff/session.svelte';

export interface DrawerAct {
  id: string;
  act: 'cash_in' | 'cash_out' | 'no_sale';
  /** Cents, positive; 0 for an opening without a sale. */
  amount: number;
  reason: string;
  note: string;
  approval: string;
}

/** Cash in, cash out, or the drawer opened: by the node, or a receipt that this device hands out. */
export async function moveDrawer({ id, act, amount, reason, note, approval }: DrawerAct): Promise<void> {
  if (act === 'no_sale' || (contact.reached && !session.local)) {
    try {
      const body = { id, reason, approval, ...(act === 'no_sale' ? {} : { amount, note }) };
      await node.post(`/till/${act.replace('_', '-')}`, body, { repeat: act === 'no_sale', timeout: 6000 });
      return;
    } catch (error) {
      if (act === 'no_sale' || !asFailure(error).offline) throw error;
    }
  }
  await handOutCash(id, act, act === 'cash_out' ? -amount : amount, reason, note, approval);
}
