import type { Article, Receipt } from '../api/types';

/** Pages beside the sale itself. */
export type Page = 'sale' | 'receipts' | 'parked' | 'receivables' | 'orders' | 'report' | 'close' | 'settings' | 'health' | 'outbox';

/** What lies over the screen at the moment; one thing at a time. */
export type Sheet =
  | { kind: 'menu' }
  | { kind: 'basket' }
  | { kind: 'line' }
  | { kind: 'weigh'; article: Article; barcode: string; line?: string }
  | { kind: 'price'; article: Article; barcode: string; quantity: number }
  | { kind: 'times' }
  | { kind: 'discount' }
  | { kind: 'offers' }
  | { kind: 'why'; line: string }
  | { kind: 'customer' }
  | { kind: 'park' }
  | { kind: 'abort' }
  | { kind: 'voucher'; scanned: string }
  | { kind: 'order' }
  | { kind: 'benefit' }
  | { kind: 'foreign' }
  | { kind: 'tip' }
  | { kind: 'tips' }
  | { kind: 'camera' }
  | { kind: 'keys' }
  | { kind: 'cashier' }
  | { kind: 'count' }
  | { kind: 'refund'; key: string }
  | { kind: 'returning' }
  | { kind: 'receipt'; receipt: Receipt }
  | { kind: 'invoice'; receipt: Receipt }
  | { kind: 'drawer'; act: 'cash_in' | 'cash_out' | 'no_sale' };

class View {
  page = $state<Page>('sale');
  sheet = $state.raw<Sheet | null>(null);
  query = $state('');
  /** The right side of a wide screen shows the editor of the selected line instead of the tiles. */
  editing = $state(false);
  /** Deposits come back: tiles show empties, each press takes one back. */
  empties = $state(false);
  /** "5 ×" for the next article, in thousandths. */
  times = $state(0);
  /** Digits typed outside any field. */
  typed = $state('');
  wide = $state(true);

  start(): void {
    const query = matchMedia('(min-width: 48rem)');
    this.wide = query.matches;
    query.addEventListener('change', () => (this.wide = query.matches));
  }

  go(page: Page): void {
    this.page = page;
    this.sheet = null;
  }

  open(sheet: Sheet): void {
    this.sheet = sheet;
  }

  close(): void {
    this.sheet = null;
  }

  /** Takes the "5 ×" and forgets it; 0 when none was typed. */
  takeTimes(): number {
    const times = this.times;
    this.times = 0;
    return times;
  }
}

export const view = new View();
