import { full } from './device';
import type { Entries } from './entries';
import { blocksOf, oldest, Overtaken, Pages, ROWS, START, type Cursor, type PageIndex, type StoredPage } from './pages';

/** A page of a stream as the node sends it. */
export interface StreamPage<R> {
  records: R[];
  since: number;
  next: number;
  version: number;
  total: number;
  complete: boolean;
}

interface Index<I extends PageIndex> {
  entries: Entries;
  add(page: StoredPage<I>): void;
}

/** What makes one data set different from another. */
export interface DataSet<R extends { id: string; deleted: boolean }, I extends PageIndex, X extends Index<I>> {
  name: 'goods' | 'customers';
  /** Asks the node for a page. Throws what the connection throws. */
  fetch(since: number): Promise<StreamPage<R>>;
  index(): X;
  page(records: readonly R[], gone: readonly string[]): I;
  pack(record: R): string;
  /** The record in a row, when rows move together. */
  record(row: string): R;
}

/** How much of a data set is here. */
export interface Coverage {
  have: number;
  total: number;
  /** Everything up to this change is here. */
  version: number;
  complete: boolean;
  /** When the node was last heard of, 0: never. */
  at: number;
  /** The device has no room for more. */
  full: boolean;
}

/** So many rows are kept in memory when the device has no room; of the rest the node is asked. */
const MOST_UNSAVED = 12_800;
/** After so many milliseconds it is tried again whether the device has room. */
const RETRY_ROOM = 600_000;
/** Slots for each living row above which pages are merged. */
const WASTE = 2;
const SMALL = 64 * ROWS;

/**
 * Keeps one data set of the node on the device: reads its stream page by page, goes on where it stopped, and holds an
 * index of it in memory. Nothing that is here is given up before the new is here.
 */
export class Keeper<R extends { id: string; deleted: boolean }, I extends PageIndex, X extends Index<I>> {
  index: X;
  readonly pages: Pages<I>;
  #cursor: Cursor = START;
  #stored: StoredPage<PageIndex>[] = [];
  /** When the device had no room any more, 0: it has. */
  #fullAt = 0;
  #unsaved = 0;
  #streaming: Promise<void> | null = null;
  #again = false;
  onchange: (coverage: Coverage) => void = () => {};

  constructor(readonly set: DataSet<R, I, X>) {
    this.index = set.index();
    this.pages = new Pages<I>(set.name);
  }

  get coverage(): Coverage {
    const { total, next, complete, at } = this.#cursor;
    return { have: this.index.entries.size, total, version: next, complete: complete && !this.#fullAt, at, full: this.#fullAt > 0 };
  }

  /** Reads what is on the device. */
  async load(): Promise<void> {
    const { cursor, pages } = await this.pages.load();
    const index = this.set.index();
    for (const page of pages) index.add(page);
    this.#cursor = cursor;
    this.#stored = pages.map(light);
    this.#fullAt = this.#unsaved = 0;
    this.index = index;
    this.onchange(this.coverage);
  }

  /** Reads everything that the node has beyond what is here. A second call while it runs adds one more look. */
  sync(): Promise<void> {
    this.#again = true;
    this.#streaming ??= this.#sync().finally(() => (this.#streaming = null));
    return this.#streaming;
  }

  /** Begins anew (another node, another shop). What is here serves until all of the new is here. */
  async anew(): Promise<void> {
    await this.#write({ ...this.#cursor, next: 0, complete: false, anew: this.#cursor.blocks }, [], []);
  }

  /** Takes records that came by another way (the store of an older version); the stream brings them again. */
  async take(records: readonly R[]): Promise<void> {
    await this.#write({ ...this.#cursor, anew: this.#cursor.blocks + blocksOf(records.length) }, records, []);
  }

  /** Rows of slots, in their order. */
  async read(slots: readonly number[]): Promise<string[]> {
    return this.pages.read(slots);
  }

  async #sync(): Promise<void> {
    if (this.#fullAt && Date.now() - this.#fullAt > RETRY_ROOM) await this.load();
    while (this.#again) {
      this.#again = false;
      for (let complete = false; !complete; ) {
        const page = await this.set.fetch(this.#cursor.next);
        complete = await this.#take(page);
      }
    }
    await this.#merge();
  }

  async #take(page: StreamPage<R>): Promise<boolean> {
    const before = this.#cursor;
    const anew = page.since < before.next && before.next > 0 ? before.blocks : before.anew;
    const { next, version, total, complete } = page;
    const after: Cursor = { ...before, next, version, total, complete, at: Date.now(), anew: complete ? -1 : anew };
    const living = page.records.filter((one) => !one.deleted);
    const gone = page.records.filter((one) => one.deleted).map((one) => one.id);
    try {
      await this.#write(after, living, gone, complete ? anew : -1);
    } catch (error) {
      if (!(error instanceof Overtaken)) throw error;
      await this.load();
      return this.#cursor.complete;
    }
    return complete || this.#unsaved > MOST_UNSAVED;
  }

  /** `dropBefore`: a second beginning has ended, what is older goes. */
  async #write(after: Cursor, living: readonly R[], gone: readonly string[], dropBefore = -1): Promise<void> {
    const before = this.#cursor;
    const page: StoredPage<I> = { first: before.blocks, index: this.set.page(living, gone) };
    const rows = living.map((one) => this.set.pack(one));
    // A page of deletions alone takes a block too, so that its place is its own.
    const blocks = Math.max(blocksOf(rows.length), gone.length ? 1 : 0);
    const cursor = { ...after, blocks: before.blocks + blocks };
    const outdated = dropBefore >= 0 ? this.#stored.filter((one) => one.first < dropBefore) : [];
    try {
      if (this.#fullAt) return this.#keepUnsaved(page, rows, cursor);
      await this.pages.append(before, page, rows, cursor, outdated);
    } catch (error) {
      if (!full(error)) throw error;
      return this.#keepUnsaved(page, rows, cursor);
    }
    if (blocks) {
      this.index.add(page);
      this.#stored.push(light(page));
    }
    if (dropBefore >= 0) {
      this.index.entries.dropBefore(dropBefore);
      this.#stored = this.#stored.filter((one) => one.first >= dropBefore);
    }
    this.#cursor = cursor;
    this.onchange(this.coverage);
  }

  /** No room: what is new is known as long as the till runs. The device still says where its stream goes on. */
  #keepUnsaved(page: StoredPage<I>, rows: readonly string[], cursor: Cursor): void {
    this.#fullAt ||= Date.now();
    this.#unsaved = this.pages.keepUnsaved(page, rows);
    this.index.add(page);
    this.#cursor = cursor;
    this.onchange(this.coverage);
  }

  /** Many small or outdated pages become few, oldest first, in pieces; each is one transaction. */
  async #merge(): Promise<void> {
    const living = this.index.entries.size;
    const end = this.#cursor.blocks;
    const used = this.#stored.reduce((sum, one) => sum + Math.max(1, blocksOf(one.index.count)), 0) * ROWS;
    if (this.#fullAt || used <= WASTE * living + SMALL) return;
    try {
      while (this.#stored[0] && this.#stored[0].first < end) await this.#mergeOldest(end);
    } catch (error) {
      if (!full(error) && !(error instanceof Overtaken)) throw error;
    }
    await this.load();
  }

  async #mergeOldest(end: number): Promise<void> {
    const live = (page: StoredPage<PageIndex>) => this.#livingIn(page).length;
    const old = oldest(this.#stored.filter((one) => one.first < end), live);
    const slots = old.flatMap((page) => this.#livingIn(page));
    const records = (await this.pages.read(slots)).map((row) => this.set.record(row));
    const before = this.#cursor;
    const page: StoredPage<I> = { first: before.blocks, index: this.set.page(records, []) };
    const cursor = { ...before, blocks: before.blocks + blocksOf(records.length) };
    await this.pages.append(before, page, records.map((one) => this.set.pack(one)), cursor, old);
    if (records.length) this.index.add(page);
    this.#stored = [...this.#stored.slice(old.length), ...(records.length ? [light(page)] : [])];
    this.#cursor = cursor;
  }

  #livingIn({ first, index: { keys, checks } }: StoredPage<PageIndex>): number[] {
    const { entries } = this.index;
    const slots: number[] = [];
    keys.forEach((key, n) => {
      const entry = entries.ofKey(key, checks[n]!);
      if (entry !== undefined && entries.slot(entry) === first * ROWS + n) slots.push(first * ROWS + n);
    });
    return slots;
  }
}

/** What merging needs of a page; the rest is in the index already. */
function light({ first, index: { keys, checks, count, gone } }: StoredPage<PageIndex>): StoredPage<PageIndex> {
  return { first, index: { keys, checks, count, gone } };
}
