/** Small store on the device (IndexedDB). Writes that must survive a power cut are strict: on disk when they return. */
const NAME = 'tresen-till';
const SHELVES = ['state', 'sales', 'catalogue'] as const;
export type Shelf = (typeof SHELVES)[number];

let opened: Promise<IDBDatabase> | undefined;

function database(): Promise<IDBDatabase> {
  opened ??= new Promise((done, fail) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => SHELVES.forEach((shelf) => request.result.createObjectStore(shelf));
    request.onsuccess = () => {
      request.result.onversionchange = () => request.result.close();
      done(request.result);
    };
    request.onerror = () => {
      opened = undefined;
      fail(request.error ?? new Error('IndexedDB'));
    };
  });
  return opened;
}

async function write(shelf: Shelf, strict: boolean, act: (store: IDBObjectStore) => void): Promise<void> {
  const db = await database();
  return new Promise((done, fail) => {
    const transaction = db.transaction(shelf, 'readwrite', { durability: strict ? 'strict' : 'relaxed' });
    transaction.oncomplete = () => done();
    transaction.onabort = transaction.onerror = () => fail(transaction.error ?? new Error('IndexedDB'));
    act(transaction.objectStore(shelf));
  });
}

async function read<T>(shelf: Shelf, act: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const db = await database();
  return new Promise((done, fail) => {
    const request = act(db.transaction(shelf).objectStore(shelf));
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error ?? new Error('IndexedDB'));
  });
}

export const device = {
  get: <T>(shelf: Shelf, key: string): Promise<T | undefined> => read<T | undefined>(shelf, (store) => store.get(key)),
  all: <T>(shelf: Shelf): Promise<T[]> => read<T[]>(shelf, (store) => store.getAll()),
  put: (shelf: Shelf, key: string, value: unknown): Promise<void> => write(shelf, true, (store) => store.put(value, key)),
  /** For what can be fetched again (catalogue): quicker, may be lost with the power. */
  cache: (shelf: Shelf, key: string, value: unknown): Promise<void> => write(shelf, false, (store) => store.put(value, key)),
  remove: (shelf: Shelf, key: string): Promise<void> => write(shelf, true, (store) => store.delete(key)),
};

/** Asks the browser not to clear our data when space gets short. Tells whether it promised. */
export async function keepForever(): Promise<boolean> {
  return (await navigator.storage?.persist?.()) ?? false;
}
