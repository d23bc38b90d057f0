import { localText, shopClock, businessDay } from '../clock/clock.svelte';
import { engine } from '../engine/engine.svelte';
import { keptReceipts } from '../receipts/kept';
import { house } from '../shell/house.svelte';
import { till } from '../shell/till.svelte';
import { localDay } from './local_day.svelte';
import type { Totals, XReport } from './types';

/** The X report of this device: every receipt it has of the running period, added up by the engine. */
export async function reportHere(): Promise<XReport> {
  const opened = localDay.openedAt || (till.state?.day.opened_at ?? 0);
  const mine = (await keptReceipts()).filter((one) => one.finished_at >= opened).reverse();
  const { totals } = await engine.report({ receipts: mine });
  const sums = totals as unknown as Totals & { cash_total: number };
  const float = mine.some((one) => one.kind === 'float') ? 0 : (till.state?.day.float ?? 0);
  const now = localText(shopClock.now(), house.zone);
  return {
    business_day: businessDay(now, house.document?.shop.day_start ?? 0),
    opened_at: opened,
    drawer: float + sums.cash_total,
    totals: sums,
  };
}
