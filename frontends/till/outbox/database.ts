/**
 * What must never be lost, in a database of its own: nothing that is fetched again lies here, and no change of the
 * catalogue's stores touches it. Every write is strict: on disk when it returns.
 */
const NAME = 'tresen-outbox';
const VERSION = 1;

/**
 * `items` handed-out receipts by id · `receipts` receipts the node made, kept for returns and the X report, by id ·
 * `state` single values (series, local day, count) · `people` PIN verifiers by staff id · `parked` baskets by id.
 */
const SHELVES = ['items', 'receipts', 'state', 'people', 'parked'] as const;
export type StrictShelf = (typeof SHELVES)[number];

let opened: Promise<IDBDatabase> | undefined;

function database(): Promise<IDBDatabase> {
  opened ??= new Promise((done, fail) => {
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = () => {
      for (const shelf of SHELVES) if (!request.result.objectStoreNames.contains(shelf)) request.result.createObjectStore(shelf);
    };
    request.onsuccess = () => {
      const found = request.result;
      // Another tab upgrades, or the browser closes it: the next use opens it anew.
      found.onversionchange = () => {
        found.close();
        opened = undefined;
      };
      found.onclose = () => (opened = undefined);
      done(found);
    };
    request.onerror = () => {
      opened = undefined;
      fail(request.error ?? new Error('IndexedDB'));
    };
  });
  return opened;
}

/** For tests: the next use opens the database anew, as a new page would. */
export function forgetConnection(): void {
  void opened?.then((found) => found.close());
  opened = undefined;
}

/** The stores of one transaction; whatever `act` returns is answered when the transaction is on disk. */
export type Stores = Record<StrictShelf, IDBObjectStore>;

export async function strictly<T>(shelves: StrictShelf[], act: (stores: Stores, abort: (why: Error) => void) => () => T): Promise<T> {
  const db = await database();
  return new Promise((done, fail) => {
    const transaction = db.transaction(shelves, 'readwrite', { durability: 'strict' });
    const stores = Object.fromEntries(shelves.map((shelf) => [shelf, transaction.objectStore(shelf)])) as Stores;
    let why: Error | undefined;
    const stop = (reason: Error) => {
      why = reason;
      transaction.abort();
    };
    transaction.onabort = () => fail(why ?? transaction.error ?? new Error('IndexedDB'));
    try {
      const result = act(stores, stop);
      transaction.oncomplete = () => done(result());
    } catch (error) {
      stop(error instanceof Error ? error : new Error(String(error)));
    }
  });
}

async function read<T>(shelf: StrictShelf, act: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const db = await database();
  return new Promise((done, fail) => {
    const request = act(db.transaction(shelf).objectStore(shelf));
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error ?? new Error('IndexedDB'));
  });
}

const nothing = () => undefined;

export const strict = {
  get: <T>(shelf: StrictShelf, key: string): Promise<T | undefined> => read<T | undefined>(shelf, (store) => store.get(key)),
  all: <T>(shelf: StrictShelf): Promise<T[]> => read<T[]>(shelf, (store) => store.getAll()),
  put: (shelf: StrictShelf, key: string, value: unknown): Promise<void> =>
    strictly<void>([shelf], (stores) => {
      stores[shelf].put(value, key);
      return nothing;
    }),
  remove: (shelf: StrictShelf, key: string): Promise<void> =>
    strictly<void>([shelf], (stores) => {
      stores[shelf].delete(key);
      return nothing;
    }),
};
