import type { Basket, Receipt, Returnable } from '../api/types';
import { living } from '../basket/lines';
import { keptReceipts } from '../receipts/kept';
import type { SoldReceipt } from '../engine/questions';

/** What of a receipt came back already, as far as the receipts on this device know: quantity and amount by line. */
export function cameBack(id: string, others: readonly Receipt[]): Record<number, [number, number]> {
  const back: Record<number, [number, number]> = {};
  for (const other of others) {
    if (other.type !== 'Beleg') continue;
    for (const line of other.lines) {
      if (line.return_receipt !== id) continue;
      const [quantity, amount] = back[line.return_line] ?? [0, 0];
      back[line.return_line] = [quantity - line.quantity, amount - line.amount];
    }
  }
  return back;
}

/** The earlier receipts that a basket takes something back of, where this device has them. */
export async function comingBack(basket: Basket): Promise<SoldReceipt[]> {
  const wanted = new Set(living(basket).flatMap((line) => (line.return_of?.receipt ? [line.return_of.receipt] : [])));
  if (!wanted.size) return [];
  const all = await keptReceipts();
  return all.filter((receipt) => wanted.has(receipt.id)).map((receipt) => ({ receipt, back: cameBack(receipt.id, all) }));
}

/** What of a receipt on this device can still come back, as the refund sheet shows it. */
export async function returnableHere(receipt: Receipt): Promise<Returnable[]> {
  const back = cameBack(receipt.id, await keptReceipts());
  return receipt.lines
    .filter((line) => line.quantity > 0 && !line.return_receipt)
    .map((line) => {
      const [quantity, amount] = back[line.n] ?? [0, 0];
      return { line: line.n, quantity: line.quantity - quantity, amount: line.amount - amount };
    });
}
