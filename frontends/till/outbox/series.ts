import { Failure } from '$shared/api/failure';
import { t } from '../words/t';
import { strict, strictly } from './database';
import { contentHash, printedNumber, seriesName, type Circumstances, type HandedOut, type Item, type Series } from './item';
import type { Receipt } from '../api/types';

const KEY = 'series';

export async function series(): Promise<Series | undefined> {
  return strict.get<Series>('state', KEY);
}

/**
 * What the node knows about this device's series. The device counts by itself; the node's word only fills in what the
 * device cannot know. Tells false when the device has lost its memory: the node knows numbers that this device does
 * not, so a number it gave away could be given twice.
 */
export async function learnSeries(slot: number, next: number): Promise<boolean> {
  // One transaction: a receipt that is handed out meanwhile keeps its number to itself.
  return strictly(['state'], (stores) => {
    let sound = true;
    const asked = stores.state.get(KEY) as IDBRequest<Series | undefined>;
    asked.onsuccess = () => {
      const known = asked.result;
      if (known?.slot === slot) {
        if (next > known.next) stores.state.put({ ...known, next } satisfies Series, KEY);
      } else if (next > 1) sound = false;
      else stores.state.put({ slot, next: 1, last: known?.last ?? 0 } satisfies Series, KEY);
    };
    return () => sound;
  });
}

class Overtaken extends Error {}

/** What the device still has to add to a receipt; everything else is fixed before. */
export type Draft = Omit<Circumstances, never> & { receipt: Receipt; made_at: number };

/**
 * Hands a receipt out: takes the next number and stores the receipt under it in one strict transaction. When this
 * returns the receipt may be shown and printed; before it nothing may. Asked again with the same id it answers with
 * what was handed out first.
 */
export async function storeHandedOut(draft: Draft): Promise<Item> {
  for (;;) {
    const known = await strict.get<Item>('items', draft.receipt.id);
    if (known) return known;
    const held = await series();
    if (!held?.slot) throw unnumbered();
    const receipt: HandedOut = {
      ...draft.receipt,
      number: printedNumber(held.slot, held.next),
      series: seriesName(held.slot),
      counter: held.next,
    };
    const { receipt: _, made_at, ...circumstances } = draft;
    const item: Item = {
      ...circumstances,
      id: receipt.id,
      receipt,
      hash: await contentHash(receipt),
      state: 'waiting',
      made_at,
      tries: 0,
      last_try: 0,
      refusal: null,
      confirmation: null,
      confirmed_at: 0,
      released_by: '',
      rescued_at: 0,
    };
    try {
      return await strictly(['items', 'state'], (stores, abort) => {
        const asked = stores.state.get(KEY) as IDBRequest<Series | undefined>;
        asked.onsuccess = () => {
          if (asked.result?.slot !== held.slot || asked.result.next !== held.next) return abort(new Overtaken());
          stores.items.add(item, item.id);
          stores.state.put({ slot: held.slot, next: held.next + 1, last: receipt.finished_at } satisfies Series, KEY);
        };
        return () => item;
      });
    } catch (error) {
      if (error instanceof Overtaken || (error instanceof DOMException && error.name === 'ConstraintError')) continue;
      throw unwritable(error);
    }
  }
}

/** The device has no series yet: it was never connected since it was paired, or its memory was cleared. */
export function unnumbered(): Failure {
  return new Failure('no_series', t('fail.no_series.title'), t('fail.no_series.safe'), t('fail.no_series.do'));
}

export function unwritable(error: unknown): Failure {
  console.warn(error);
  return new Failure('device_full', t('fail.device_full.title'), t('fail.device_full.safe'), t('fail.device_full.do'));
}
