import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Receipt } from '../api/types';
import { emptyBasket } from '../basket/lines';
import { forgetConnection, strict } from './database';
import { FakeNode, type Fault } from './fake_node';
import { printedNumber, type Item } from './item';
import { BACK_PAUSE, Outbox, PAUSES, STUMBLES } from './outbox.svelte';
import { learnSeries, series, storeHandedOut, type Draft } from './series';

const T0 = 1_790_000_000_000;
let node: FakeNode;
let boxes: Outbox[] = [];

/** A page over what is on the device: after a crash this is a new one over the same database. */
async function page(): Promise<Outbox> {
  const box = new Outbox();
  boxes.push(box);
  await box.start();
  return box;
}

function crash(): void {
  boxes.forEach((box) => box.stop());
  boxes = [];
  forgetConnection();
}

function draft(id: string, total = 100): Draft {
  const receipt = { id, kind: 'sale', total, finished_at: T0, lines: [], token: `t-${id}`, number: 0 } as unknown as Receipt;
  return {
    receipt, basket: { ...emptyBasket(), id }, tried_online: false, engine: '1-abc', rules_version: 7, goods_version: 9, approvals: [], quoted_at: T0, clock_offset: 0, made_at: T0,
  };
}

/** Lets everything that is on its way arrive, without any time passing. */
const calm = (box: Outbox) => box.settled();

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  globalThis.indexedDB = new IDBFactory();
  forgetConnection();
  node = new FakeNode();
  node.install();
  await learnSeries(7, 1);
});

afterEach(async () => {
  await Promise.all(boxes.map((box) => (box.stop(), box.settled())));
  crash();
  vi.useRealTimers();
});

describe('handing out', () => {
  it('gives the numbers of the device one after the other', async () => {
    const box = await page();
    node.faults = ['request_lost'];
    const numbers = [];
    for (const id of ['a', 'b', 'c']) numbers.push((await box.handOut(draft(id))).receipt.number);
    expect(numbers).toEqual([70_000_001, 70_000_002, 70_000_003]);
  });

  it('answers the same id with what was handed out first and takes no further number', async () => {
    const box = await page();
    const first = await box.handOut(draft('a'));
    const again = await box.handOut(draft('a', 999));
    expect(again.receipt).toEqual(first.receipt);
    expect((await series())?.next).toBe(2);
  });

  it('never gives a number twice, even when two tabs hand out at the same moment', async () => {
    const made = await Promise.all(Array.from({ length: 12 }, (_, at) => storeHandedOut(draft(`r${at}`))));
    const counters = made.map((item) => item.receipt.counter).sort((a, b) => a - b);
    expect(counters).toEqual(Array.from({ length: 12 }, (_, at) => at + 1));
    expect(new Set((await strict.all<Item>('items')).map((item) => item.receipt.number)).size).toBe(12);
  });

  it('keeps number and receipt together: when the receipt cannot be stored the number is not used up', async () => {
    const broken = { ...draft('a'), basket: { ...emptyBasket(), note: (() => {}) as unknown as string } };
    await expect(storeHandedOut(broken)).rejects.toMatchObject({ code: 'device_full' });
    expect((await series())?.next).toBe(1);
    expect((await storeHandedOut(draft('b'))).receipt.counter).toBe(1);
  });

  it('refuses while the device has no series of its own', async () => {
    globalThis.indexedDB = new IDBFactory();
    forgetConnection();
    await expect(storeHandedOut(draft('a'))).rejects.toMatchObject({ code: 'no_series' });
  });

  it('keeps the numbers apart when the node tells about the series at the same moment', async () => {
    const [, , ...made] = await Promise.all([learnSeries(7, 5), learnSeries(7, 3), ...['a', 'b', 'c'].map((id) => storeHandedOut(draft(id)))]);
    const counters = made.map((item) => item.receipt.counter);
    expect(new Set(counters).size).toBe(3);
    expect((await series())?.next).toBe(Math.max(...counters, 4) + 1);
  });

  it('notices that it lost its memory instead of giving numbers a second time', async () => {
    globalThis.indexedDB = new IDBFactory();
    forgetConnection();
    expect(await learnSeries(7, 41)).toBe(false);
    await expect(storeHandedOut(draft('a'))).rejects.toMatchObject({ code: 'no_series' });
    expect(await learnSeries(8, 1)).toBe(true); // paired again: a new slot
    expect((await storeHandedOut(draft('a'))).receipt.number).toBe(printedNumber(8, 1));
  });
});

describe('sending', () => {
  it('sends in order and keeps what is confirmed', async () => {
    node.faults = ['request_lost'];
    const box = await page();
    for (const id of ['a', 'b', 'c']) await box.handOut(draft(id));
    await calm(box);
    expect(box.unsent).toBe(3);
    node.faults = ['none'];
    box.wake();
    await calm(box);
    expect(node.arrived.map((one) => one.receipt.id)).toEqual(['a', 'b', 'c']);
    expect(box.unsent).toBe(0);
    expect((await strict.all<Item>('items')).map((item) => item.state)).toEqual(['confirmed', 'confirmed', 'confirmed']);
  });

  it.each<Fault>(['request_lost', 'answer_lost'])('sends again after %s, and the node has it once', async (fault) => {
    node.faults = [fault, 'none'];
    const box = await page();
    await box.handOut(draft('a'));
    await calm(box);
    expect(box.unsent).toBe(1);
    expect(box.trouble?.offline).toBe(true);
    await vi.advanceTimersByTimeAsync(PAUSES[0]!);
    await calm(box);
    expect(box.unsent).toBe(0);
    expect(node.books.size).toBe(1);
    expect(box.find('a')?.confirmation?.state).toBe(fault === 'answer_lost' ? 'known' : 'booked');
  });

  it('waits longer after each silence, never longer than a minute, and says when it tries next', async () => {
    node.faults = ['request_lost'];
    const box = await page();
    await box.handOut(draft('a'));
    const pauses = [];
    for (let at = 0; at < PAUSES.length + 2; at++) {
      await calm(box);
      pauses.push(box.next - Date.now());
      await vi.advanceTimersByTimeAsync(box.next - Date.now());
    }
    expect(pauses).toEqual([...PAUSES, 60_000, 60_000]);
  });

  it('tries at once when something says that the node is back', async () => {
    node.faults = ['request_lost', 'request_lost', 'none'];
    const box = await page();
    await box.handOut(draft('a'));
    await calm(box);
    box.wake();
    await calm(box);
    expect(box.unsent).toBe(1);
    box.wake();
    await calm(box);
    expect(box.unsent).toBe(0);
  });

  it('does not storm a line that answers and swallows receipts, however often the node seems to be back', async () => {
    node.faults = ['request_lost', 'none'];
    const box = await page();
    await box.handOut(draft('a'));
    await calm(box);
    for (let at = 0; at < 20; at++) box.back();
    await calm(box);
    expect(box.unsent).toBe(1);
    await vi.advanceTimersByTimeAsync(BACK_PAUSE);
    await calm(box);
    expect(box.unsent).toBe(0);
  });

  it('parks what the node refuses with the reason, and goes on with the next', async () => {
    node.faults = ['refuses', 'none'];
    const box = await page();
    node.gate = calm(box);
    await box.handOut(draft('a'));
    await box.handOut(draft('b'));
    await calm(box);
    expect(box.refused.map((item) => [item.id, item.refusal?.code, item.refusal?.title])).toEqual([['a', 'sale_differs', 'Nein']]);
    expect(box.find('b')?.state).toBe('confirmed');
    expect(box.unsent).toBe(1);
    await vi.advanceTimersByTimeAsync(600_000);
    expect(node.arrived).toHaveLength(2); // never again by itself
    await box.again('a', { act: 'approve', staff: 'staff-2', how: 'device' });
    expect(box.find('a')).toMatchObject({ state: 'confirmed', released_by: 'staff-2' });
    expect(node.arrived.at(-1)).toMatchObject({ approvals: [{ staff: 'staff-2' }] });
  });

  it('asks a person when the node stumbles over the same receipt again and again', async () => {
    node.faults = ['stumbles'];
    const box = await page();
    await box.handOut(draft('a'));
    for (let at = 0; at < STUMBLES; at++) {
      await calm(box);
      if (box.next) await vi.advanceTimersByTimeAsync(box.next - Date.now());
    }
    await calm(box);
    expect(node.arrived).toHaveLength(STUMBLES);
    expect(box.refused).toHaveLength(1);
  });

  it('goes on sending when the device could not write down that the node has it', async () => {
    const box = await page();
    node.faults = ['request_lost', 'none'];
    await box.handOut(draft('a'));
    await calm(box);
    const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    box.wake();
    await calm(box);
    expect(node.books.size).toBe(1);
    expect([box.find('a')?.state, box.sending, box.trouble?.code]).toEqual(['waiting', '', 'device_full']);
    put.mockRestore();
    await vi.advanceTimersByTimeAsync(box.next - Date.now());
    await calm(box);
    expect(box.find('a')?.confirmation?.state).toBe('known');
  });

  it('does not send what the device no longer gives back as it was stored', async () => {
    node.faults = ['request_lost'];
    const box = await page();
    const item = await box.handOut(draft('a'));
    await calm(box);
    await strict.put('items', 'a', { ...item, receipt: { ...item.receipt, total: 1 } });
    crash();
    node.faults = ['none'];
    const next = await page();
    await calm(next);
    expect(node.arrived).toHaveLength(0);
    expect(next.refused[0]?.refusal?.code).toBe('device_damaged');
  });
});

describe('a crash', () => {
  it.each<[string, Fault]>([
    ['before the request left', 'request_lost'],
    ['after the node had booked it', 'answer_lost'],
  ])('%s: a new page sends the same receipt and the node has it once', async (_, fault) => {
    node.faults = [fault];
    const box = await page();
    const item = await box.handOut(draft('a'));
    await calm(box);
    crash();
    node.faults = ['none'];
    const next = await page();
    await calm(next);
    expect(next.unsent).toBe(0);
    expect([...node.books.values()]).toEqual([item.receipt]);
    expect((await next.handOut(draft('b'))).receipt.counter).toBe(2);
  });

  it('while two pages run, each receipt is booked once and no number twice', async () => {
    node.faults = ['answer_lost', 'none', 'request_lost', 'none'];
    const [one, two] = [await page(), await page()];
    await Promise.all([one.handOut(draft('a')), two.handOut(draft('b')), one.handOut(draft('c'))]);
    for (const box of [one, two, one, two]) {
      box.wake();
      await calm(box);
    }
    expect(node.books.size).toBe(3);
    expect(new Set([...node.books.values()].map((receipt) => receipt.number)).size).toBe(3);
  });
});

it('forgets only what is confirmed and long past', async () => {
  const box = await page();
  await box.handOut(draft('old'));
  await calm(box);
  node.faults = ['refuses'];
  await box.handOut(draft('refused'));
  await calm(box);
  const item = box.find('old')!;
  await strict.put('items', 'old', { ...item, confirmed_at: Date.now() - 60 * 24 * 3_600_000 });
  crash();
  const next = await page();
  expect(next.items.map((one) => one.id)).toEqual(['refused']);
});
