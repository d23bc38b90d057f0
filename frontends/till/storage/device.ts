/** Small store on the device (IndexedDB). Writes that must survive a power cut are strict: on disk when they return. */
const NAME = 'tresen-till';

/** What each version of the store added. Shelves are only added; what is on them is carried over. */
const VERSIONS = [
  ['state', 'sales', 'catalogue'],
  ['goods', 'goods_pages', 'customers', 'customers_pages'],
] as const;
export type Shelf = (typeof VERSIONS)[number][number];

let opened: Promise<IDBDatabase> | undefined;

function database(): Promise<IDBDatabase> {
  opened ??= open(VERSIONS.length).catch((error: unknown) => {
    // Another tab runs a newer version already: it only added shelves, ours are still there.
    if (error instanceof DOMException && error.name === 'VersionError') return open();
    opened = undefined;
    throw error;
  });
  return opened;
}

function open(version?: number): Promise<IDBDatabase> {
  return new Promise((done, fail) => {
    const request = indexedDB.open(NAME, version);
    request.onupgradeneeded = (event) => {
      for (const shelf of VERSIONS.slice(event.oldVersion).flat()) request.result.createObjectStore(shelf);
    };
    request.onsuccess = () => {
      const db = request.result;
      const forget = () => (opened = undefined);
      db.onversionchange = () => {
        db.close();
        forget();
      };
      db.onclose = forget;
      done(db);
    };
    request.onerror = () => fail(request.error ?? new Error('IndexedDB'));
  });
}

/** `act` gets the shelves and a way to refuse: then nothing of it was written and the caller hears why. */
type Act<T> = (store: (shelf: Shelf) => IDBObjectStore, refuse: (why: unknown) => void) => () => T;

async function transact<T>(shelves: readonly Shelf[], mode: IDBTransactionMode, strict: boolean, act: Act<T>): Promise<T> {
  const db = await database();
  return new Promise((done, fail) => {
    const transaction = db.transaction(shelves, mode, { durability: strict ? 'strict' : 'relaxed' });
    let result: (() => T) | undefined;
    let reason: unknown;
    const refuse = (why: unknown) => {
      reason = why;
      transaction.abort();
    };
    transaction.oncomplete = () => done(result!());
    transaction.onabort = transaction.onerror = () => fail(reason ?? transaction.error ?? new Error('IndexedDB'));
    try {
      result = act((shelf) => transaction.objectStore(shelf), refuse);
    } catch (error) {
      refuse(error);
    }
  });
}

const write = (shelf: Shelf, strict: boolean, act: (store: IDBObjectStore) => void): Promise<void> =>
  transact([shelf], 'readwrite', strict, (store) => {
    act(store(shelf));
    return () => undefined;
  });

const read = <T>(shelf: Shelf, act: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> =>
  transact([shelf], 'readonly', false, (store) => {
    const request = act(store(shelf));
    return () => request.result;
  });

export const device = {
  get: <T>(shelf: Shelf, key: IDBValidKey): Promise<T | undefined> => read<T | undefined>(shelf, (store) => store.get(key)),
  all: <T>(shelf: Shelf): Promise<T[]> => read<T[]>(shelf, (store) => store.getAll()),
  put: (shelf: Shelf, key: IDBValidKey, value: unknown): Promise<void> => write(shelf, true, (store) => store.put(value, key)),
  /** For what can be fetched again: quicker, may be lost with the power. */
  cache: (shelf: Shelf, key: IDBValidKey, value: unknown): Promise<void> => write(shelf, false, (store) => store.put(value, key)),
  remove: (shelf: Shelf, key: IDBValidKey): Promise<void> => write(shelf, true, (store) => store.delete(key)),
  /** Several shelves in one transaction: all of it or nothing. `act` asks and gives back what makes the answer at the end. */
  transact,
};

/** The device has no room left (or the browser gives us none). */
export function full(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'QuotaExceededError';
}

/** Asks the browser not to clear our data when space gets short. Tells whether it promised. */
export async function keepForever(): Promise<boolean> {
  return (await navigator.storage?.persist?.()) ?? false;
}
