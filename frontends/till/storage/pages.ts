import { device, type Shelf } from './device';
import type { Keys } from './entries';

/** Rows that are read together; a row is found by its slot: block × ROWS + place. */
export const ROWS = 64;
const BLOCKS_AT_HAND = 96;
/** Merging takes about so many rows at once. */
const MERGED = 1000;

/** What the index needs of some rows that were written together; everything else is in the rows. */
export interface PageIndex extends Keys {
  /** How many rows. */
  count: number;
  /** Ids that are gone. */
  gone: string[];
}

export interface StoredPage<I extends PageIndex> {
  first: number;
  index: I;
}

/** How far a stream was read. Kept in the same transaction as what was read, so that the two never disagree. */
export interface Cursor {
  /** What to ask for next. */
  next: number;
  /** Number of the last change that the node told of. */
  version: number;
  /** How many records there are when all are here. */
  total: number;
  complete: boolean;
  /** When the node was last heard of, by this device's clock. */
  at: number;
  /** Blocks in use: where the next page goes. */
  blocks: number;
  /** Where a second beginning started: what is older goes when it has ended. -1: none. */
  anew: number;
}

export const START: Cursor = { next: 0, version: 0, total: 0, complete: false, at: 0, blocks: 0, anew: -1 };

/** Somebody else wrote meanwhile (another tab): read again what is there. */
export class Overtaken extends Error {}

/**
 * Rows on the device, in pages that are only added; of rows with the same id the newest counts. A change costs one small
 * page. Beside each page stands what the index needs, so that a start reads no rows.
 */
export class Pages<I extends PageIndex> {
  #blocks = new Map<number, string[]>();
  /** Blocks that found no room on the device. */
  #unsaved = new Map<number, string[]>();

  constructor(
    readonly name: 'goods' | 'customers',
    readonly rows: Extract<Shelf, 'goods' | 'customers'> = name,
    readonly pages: Extract<Shelf, 'goods_pages' | 'customers_pages'> = `${name}_pages`,
  ) {}

  async load(): Promise<{ cursor: Cursor; pages: StoredPage<I>[] }> {
    this.#blocks.clear();
    this.#unsaved.clear();
    return device.transact(['state', this.pages], 'readonly', false, (store) => {
      const cursor = store('state').get(`cursor:${this.name}`) as IDBRequest<Cursor | undefined>;
      const pages = store(this.pages).getAll() as IDBRequest<StoredPage<I>[]>;
      return () => ({ cursor: cursor.result ?? START, pages: pages.result });
    });
  }

  /** Writes a page and how far the stream was read, all or nothing. `before`: what this tab believes to be there. */
  async append(before: Cursor, page: StoredPage<I>, rows: readonly string[], after: Cursor, gone: readonly StoredPage<PageIndex>[] = []): Promise<void> {
    const blocks = chunked(rows);
    await device.transact<void>(['state', this.rows, this.pages], 'readwrite', false, (store, refuse) => {
      const write = () => {
        if (page.index.count || page.index.gone.length) store(this.pages).put(page, page.first);
        blocks.forEach((block, n) => store(this.rows).put(block.join('\n'), page.first + n));
        for (const old of gone) {
          store(this.pages).delete(old.first);
          if (old.index.count) store(this.rows).delete(IDBKeyRange.bound(old.first, old.first + blocksOf(old.index.count) - 1));
        }
        store('state').put(after, `cursor:${this.name}`);
      };
      const check = store('state').get(`cursor:${this.name}`) as IDBRequest<Cursor | undefined>;
      check.onsuccess = () => {
        const there = check.result ?? START;
        if (there.blocks !== before.blocks || there.next !== before.next) return refuse(new Overtaken());
        try {
          write();
        } catch (error) {
          refuse(error);
        }
      };
      return () => undefined;
    });
    blocks.forEach((block, n) => this.#remember(page.first + n, block));
  }

  /** Keeps a page in memory only. Returns how many rows are kept so. */
  keepUnsaved(page: StoredPage<I>, rows: readonly string[]): number {
    chunked(rows).forEach((block, n) => this.#unsaved.set(page.first + n, block));
    return [...this.#unsaved.values()].reduce((sum, block) => sum + block.length, 0);
  }

  /** The rows in some slots, in the order asked. */
  async read(slots: readonly number[]): Promise<string[]> {
    const wanted = [...new Set(slots.map((slot) => Math.floor(slot / ROWS)))];
    const blocks = new Map<number, string[]>();
    for (const block of wanted) {
      const known = this.#unsaved.get(block) ?? this.#blocks.get(block);
      if (known) blocks.set(block, known);
    }
    const missing = wanted.filter((block) => !blocks.has(block));
    if (missing.length) {
      const read = await device.transact([this.rows], 'readonly', false, (store) => {
        const asked = missing.map((block) => store(this.rows).get(block) as IDBRequest<string | undefined>);
        return () => asked.map((one) => one.result);
      });
      missing.forEach((block, n) => {
        const rows = read[n]?.split('\n') ?? [];
        blocks.set(block, rows);
        this.#remember(block, rows);
      });
    }
    return slots.map((slot) => blocks.get(Math.floor(slot / ROWS))?.[slot % ROWS] ?? '');
  }

  #remember(block: number, rows: string[]): void {
    this.#blocks.delete(block);
    this.#blocks.set(block, rows);
    for (const oldest of this.#blocks.keys()) {
      if (this.#blocks.size <= BLOCKS_AT_HAND) break;
      this.#blocks.delete(oldest);
    }
  }
}

/** How many blocks some rows take. */
export const blocksOf = (count: number): number => Math.ceil(count / ROWS);

/** The oldest pages that together make one of good size. `live`: how many rows of a page still count. */
export function oldest(pages: readonly StoredPage<PageIndex>[], live: (page: StoredPage<PageIndex>) => number): StoredPage<PageIndex>[] {
  const taken: StoredPage<PageIndex>[] = [];
  let rows = 0;
  for (const page of pages) {
    taken.push(page);
    rows += live(page);
    if (rows >= MERGED) break;
  }
  return taken;
}

function chunked(rows: readonly string[]): string[][] {
  return Array.from({ length: blocksOf(rows.length) }, (_, n) => rows.slice(n * ROWS, (n + 1) * ROWS));
}
