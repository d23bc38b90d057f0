import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Failure, offline } from '$shared/api/failure';
import type { Article, Basket, Quote, Saved } from '../api/types';

/** The engine here and the node, each answering when the test says so. */
const here: { ask: (basket: Basket, at: number, alone: boolean) => Promise<Quote | null> } = { ask: async () => null };
const node: { ask: (basket: Basket, version: number, at: number) => Promise<Saved> } = { ask: () => Promise.reject(offline()) };
vi.mock('./quote', () => ({
  quoteHere: (basket: Basket, at: number, _known: unknown, alone: boolean) => here.ask(basket, at, alone),
  keepBasket: (basket: Basket, version: number, _training: boolean, at: number) => node.ask(basket, version, at),
}));
const bread = { id: 'bread', number: '1', name: 'Brot', price: 420, tax_key: 1, kind: 'goods', unit: 'piece', per: 1000, group: '', deposit: [], min_age: 0, weighed: false, open_price_min: null, open_price_max: null, discountable: true } satisfies Article;
vi.mock('../catalogue/catalogue.svelte', () => ({ catalogue: { data: {}, article: () => bread, barcodes: new Map() } }));

const { OpenBasket } = await import('./basket.svelte');
const { engine } = await import('../engine/engine.svelte');

function costs(total: number, engine = '2'): Quote {
  return { lines: [], taxes: [], total, savings: 0, points: 0, pieces: 1, warnings: [], engine, promotions: [], hints: [], offers: [], coupons: [] };
}
function kept(quote: Quote, version: number, at: number): Saved {
  return { quote, version, at, state: 'open', owner_till: '', owner_name: '', known: { customer: null, usage: { customer: {}, day: {}, total: {}, codes: {} }, coupons: {} } };
}
/** A promise that is answered from outside. */
function later<T>() {
  let done!: (value: T) => void;
  const promise = new Promise<T>((resolve) => (done = resolve));
  return { promise, done };
}
const calm = async () => {
  for (let at = 0; at < 30; at++) await Promise.resolve();
};

let open: InstanceType<typeof OpenBasket>;
beforeEach(() => {
  open = new OpenBasket();
  engine.state = 'ready';
  here.ask = async () => costs(420);
  node.ask = () => Promise.reject(offline());
});

describe('agreeing on a price', () => {
  it('is done by the engine here, at once, also while the node is away', async () => {
    open.add('bread');
    await calm();
    expect([open.agreed, open.settling, open.quote.total]).toEqual([true, false, 420]);
    expect((await open.settle()).total).toBe(420);
    expect(open.quoted).toMatchObject({ engine: engine.id });
    expect(open.quoted.quoted_at).toBeGreaterThan(0);
  });

  it('waits for the node where the engine does not know enough', async () => {
    here.ask = async () => null;
    const word = later<Saved>();
    node.ask = () => word.promise;
    open.add('bread');
    await calm();
    expect([open.agreed, open.settling]).toEqual([false, true]);
    word.done(kept(costs(430), 1, open.quoted.quoted_at));
    expect((await open.settle()).total).toBe(430);
    expect(open.quoted.engine).toBe('');
  });

  it('goes by what is here once the node turns out to be away', async () => {
    here.ask = async (_basket, _at, alone) => (alone ? costs(420) : null);
    open.add('bread');
    await calm();
    expect((await open.settle()).total).toBe(420);
    expect(open.quoted.engine).toBe(engine.id);
  });

  it('gives the node a second to say its word before paying, not longer', async () => {
    vi.useFakeTimers();
    node.ask = () => new Promise(() => {});
    open.add('bread');
    await calm();
    let total = 0;
    void open.settle().then((quote) => (total = quote.total));
    await vi.advanceTimersByTimeAsync(900);
    expect(total).toBe(0);
    await vi.advanceTimersByTimeAsync(200);
    expect(total).toBe(420);
    vi.useRealTimers();
  });

  it('waits for an engine that was started a moment ago when the node is away', async () => {
    const started = later<void>();
    engine.state = 'loading';
    const decided = vi.spyOn(engine, 'decided').mockReturnValue(started.promise);
    open.add('bread');
    await calm();
    const settled = open.settle();
    await calm();
    expect(open.agreed).toBe(false);
    engine.state = 'ready';
    started.done();
    expect((await settled).total).toBe(420);
    decided.mockRestore();
  });

  it('says that nobody can price it when neither engine nor node is there', async () => {
    engine.state = 'loading';
    const decided = vi.spyOn(engine, 'decided').mockImplementation(async () => void (engine.state = 'failed'));
    open.add('bread');
    await calm();
    await expect(open.settle()).rejects.toMatchObject({ offline: true });
    decided.mockRestore();
  });

  it('follows the node where the two differ, and has the rules renewed', async () => {
    let stale = 0;
    open.onstale = () => stale++;
    node.ask = async (_basket, version, at) => kept(costs(399), version + 1, at);
    open.add('bread');
    await calm();
    expect([open.quote.total, open.quoted.engine, stale]).toEqual([399, '', 1]);
  });

  it('does not call it a difference when only the version of the maker differs', async () => {
    let stale = 0;
    open.onstale = () => stale++;
    node.ask = async (_basket, version, at) => kept(costs(420, '3'), version + 1, at);
    open.add('bread');
    await calm();
    expect([open.quote.total, stale]).toEqual([420, 0]);
  });

  it('changes nothing any more once money was taken, unless the node refused the total', async () => {
    const word = later<Saved>();
    node.ask = () => word.promise;
    open.add('bread');
    await calm();
    open.setTenders([{ kind: 'cash', amount: 420, given: 500, payment: '' }]);
    word.done(kept(costs(400), 1, open.quoted.quoted_at));
    await calm();
    expect([open.quote.total, open.due, open.version]).toEqual([420, 0, 1]);
    node.ask = async (_basket, version, at) => kept(costs(400), version, at);
    open.askNode();
    await calm();
    expect([open.quote.total, open.due]).toEqual([400, -20]);
  });

  it('asks again with the version the node has when an answer was lost on the way', async () => {
    const versions: number[] = [];
    node.ask = async (_basket, version, at) => {
      versions.push(version);
      if (version < 4) throw new Failure('basket_changed', '', '', '', 409, { version: 4 });
      return kept(costs(420), 5, at);
    };
    open.add('bread');
    await calm();
    expect([versions, open.version, open.failure]).toEqual([[0, 4], 5, null]);
  });

  it('lets nobody pay what the node refuses', async () => {
    node.ask = () => Promise.reject(new Failure('storage_full', '', '', '', 507));
    open.add('bread');
    await calm();
    await expect(open.settle()).rejects.toMatchObject({ code: 'storage_full' });
  });

  it('prices a basket anew that stood for more than ten minutes', async () => {
    const moments: number[] = [];
    here.ask = async (_basket, at) => {
      moments.push(at);
      return costs(420);
    };
    vi.useFakeTimers({ toFake: ['Date'] });
    open.add('bread');
    await calm();
    vi.setSystemTime(Date.now() + 11 * 60_000);
    await open.settle();
    await calm();
    expect(moments).toHaveLength(2);
    expect(moments[1]! - moments[0]!).toBeGreaterThan(10 * 60_000);
    vi.useRealTimers();
  });
});
