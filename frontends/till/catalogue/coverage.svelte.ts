import type { Coverage } from '../storage/keeper';

const NONE: Coverage = { have: 0, total: 0, version: 0, complete: false, at: 0, full: false };

/** How much of the shop this device holds, by data set. What is not here is not hidden. */
class CoverageBoard {
  goods = $state.raw<Coverage>(NONE);
  customers = $state.raw<Coverage>(NONE);
  rules = $state.raw<Coverage>(NONE);
  staff = $state.raw<Coverage>(NONE);
  /** Goods are being read for the first time or again. */
  reading = $state(false);

  /** Hundredths of all goods that are here. */
  percent = $derived(this.goods.total ? Math.min(100, Math.floor((this.goods.have * 100) / this.goods.total)) : 0);
  /** The device has no room for everything. */
  full = $derived(this.goods.full || this.customers.full || this.rules.full);
}

export const coverage = new CoverageBoard();
