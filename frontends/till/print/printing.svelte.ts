import { tick } from 'svelte';
import { asFailure } from '$shared/api/failure';
import { contact } from '../api/contact.svelte';
import { node } from '../api/node';
import type { Receipt } from '../api/types';
import type { Row } from '../engine/questions';
import { outbox } from '../outbox/outbox.svelte';
import { receiptAddress } from '../receipts/address';
import { paperOf } from './paper';

/** What the browser prints while its dialog is open. */
class Sheet {
  rows = $state.raw<Row[]>([]);
  address = $state('');
}

export const sheet = new Sheet();

/** `node` in the queue of the shop's printer · `browser` by the dialog of this device. */
export type Way = 'node' | 'browser';

/** Prints a receipt where it can be printed now: the shop's printer if the node has the receipt, else from this device. */
export async function printReceipt(receipt: Receipt): Promise<Way> {
  const item = outbox.find(receipt.id);
  if (contact.reached && (!item || item.state === 'confirmed')) {
    try {
      await node.post(`/till/receipts/${receipt.id}/print`, {}, { timeout: 6000 });
      return 'node';
    } catch (error) {
      if (!asFailure(error).offline) throw error;
    }
  }
  const { rows } = await paperOf(receipt, false);
  const address = receipt.token ? receiptAddress(`/r/${receipt.token}`) : '';
  sheet.rows = rows;
  sheet.address = address;
  await tick();
  window.print();
  return 'browser';
}
