import { newLine } from '../basket/lines';
import { open } from '../basket/basket.svelte';
import type { Article, Receipt } from '../api/types';

export interface Coming {
  line: number;
  /** Thousandths, positive. */
  quantity: number;
}

/** Puts lines of an old receipt into the open basket as returns; new goods may join them (exchange). */
export function takeBackLines(receipt: Receipt, coming: Coming[], reason: string, restock: boolean): void {
  const added = coming.map((one) => {
    const sold = receipt.lines.find((line) => line.n === one.line)!;
    return newLine(sold.article, {
      quantity: sold.quantity < 0 ? one.quantity : -one.quantity,
      return_of: { receipt: receipt.id, line: one.line, reason, restock },
    });
  });
  open.selected = added.at(-1)?.id ?? '';
  open.change({ ...open.basket, lines: [...open.basket.lines, ...added] });
}

/** Return without a receipt: the next articles come back instead of going out, until it is ended. */
class WithoutReceipt {
  on = $state(false);
  reason = $state<string>();

  start(approval: string): void {
    open.approve(approval);
    this.on = true;
  }

  end(): void {
    this.on = false;
  }

  /** The return line of one article. */
  line(article: Article, quantity: number, restock = true) {
    return newLine(article.id, { quantity: -quantity, return_of: { receipt: '', line: 0, reason: this.reason ?? '', restock } });
  }
}

export const withoutReceipt = new WithoutReceipt();
