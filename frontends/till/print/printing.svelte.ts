import { tick } from 'svelte';
import { asFailure } from '$shared/api/failure';
import { contact } from '../api/contact.svelte';
import { node } from '../api/node';
import type { Receipt } from '../api/types';
import type { Row } from '../engine/questions';
import { outbox } from '../outbox/outbox.svelte';
import { t } from '../words/t';
import { receiptAddress } from '../receipts/address';
import { cabled } from './cabled.svelte';
import { paperOf } from './paper';

/** What the browser prints while its dialog is open. */
class Sheet {
  rows = $state.raw<Row[]>([]);
  address = $state('');
}

export const sheet = new Sheet();

/** `node` in the queue of the shop's printer · `cable` at the printer of this device · `browser` by its own dialog. */
export type Way = 'node' | 'cable' | 'browser';

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
  const { rows, paper } = await paperOf(receipt, false, cabled.ready ? cabled.columns : 0);
  const address = receipt.token ? receiptAddress(`/r/${receipt.token}`) : '';
  if (cabled.ready) {
    try {
      await cabled.print(paper, address, t('done.qr.later'));
      return 'cable';
    } catch (error) {
      console.warn(error); // switched off or pulled out: the browser's own dialog is left
    }
  }
  sheet.rows = rows;
  sheet.address = address;
  await tick();
  window.print();
  return 'browser';
}
