import type { Receipt } from '../api/types';
import { strict } from '../outbox/database';
import { KEPT, outbox } from '../outbox/outbox.svelte';

/** A receipt that this device can show, print again, take back and count without the node. */
export interface KeptReceipt {
  receipt: Receipt;
  url: string;
  kept_at: number;
}

/** A receipt that the node made for this till. Failing to keep it costs convenience only: the node has it. */
export async function keepReceipt(receipt: Receipt, url: string): Promise<void> {
  await strict.put('receipts', receipt.id, { receipt, url, kept_at: Date.now() } satisfies KeptReceipt).catch((error: unknown) => console.warn(error));
}

/** All receipts on this device, the newest first: those it handed out itself and those the node made. */
export async function keptReceipts(): Promise<Receipt[]> {
  const made = (await strict.all<KeptReceipt>('receipts')).map((one) => one.receipt);
  const own = outbox.items.map((item) => item.receipt);
  const known = new Set(own.map((receipt) => receipt.id));
  return [...own, ...made.filter((receipt) => !known.has(receipt.id))].sort((a, b) => b.finished_at - a.finished_at);
}

export async function forgetOld(now: number): Promise<void> {
  for (const one of await strict.all<KeptReceipt>('receipts')) {
    if (one.kept_at < now - KEPT) await strict.remove('receipts', one.receipt.id);
  }
}

/** The receipt behind what a cashier typed or scanned: its number, its id, or the address in its QR code. */
export async function findKept(key: string): Promise<Receipt | undefined> {
  const wanted = key.trim().split('/').at(-1) ?? '';
  return (await keptReceipts()).find((receipt) => receipt.id === wanted || String(receipt.number) === wanted || receipt.token === wanted);
}
