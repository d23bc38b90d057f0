import { ROWS } from './pages';

/** Ids as numbers: 53 bits to look for and 32 bits to be sure. Made once, when a page is written. */
export interface Keys {
  keys: Float64Array;
  checks: Uint32Array;
}

export function keysOf(ids: readonly string[]): Keys {
  const found = { keys: new Float64Array(ids.length), checks: new Uint32Array(ids.length) };
  ids.forEach((id, n) => ([found.keys[n], found.checks[n]] = hashed(id)));
  return found;
}

/** Three 32-bit mixes of a text that have nothing to do with each other (murmur's finish over a rolling product). */
function hashed(text: string): [key: number, check: number] {
  let a = 0x9747b28c;
  let b = 0x85ebca6b;
  let c = 0x27d4eb2f;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    a = Math.imul(a ^ code, 0x5bd1e995);
    b = Math.imul(b ^ code, 0xc2b2ae35);
    c = Math.imul(c ^ code, 0x165667b1);
    a ^= a >>> 15;
    b ^= b >>> 13;
    c ^= c >>> 16;
  }
  return [finished(a) * 2 ** 21 + (finished(b) >>> 11), finished(c)];
}

function finished(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** Numbers to entries, flat: a hundred thousand are put in some milliseconds, where texts would take a hundred. */
export class Table {
  #keys = new Float64Array(8192);
  /** Entry + 1, so that 0 is free. */
  #values = new Uint32Array(8192);
  #used = 0;

  get(key: number): number | undefined {
    const value = this.#values[this.#place(key)]!;
    return value ? value - 1 : undefined;
  }

  set(key: number, entry: number): void {
    if (this.#used * 2 >= this.#keys.length) this.#grow();
    const place = this.#place(key);
    if (!this.#values[place]) this.#used++;
    this.#keys[place] = key;
    this.#values[place] = entry + 1;
  }

  #place(key: number): number {
    const mask = this.#keys.length - 1;
    const high = Math.floor(key / 2 ** 32) | 0;
    let place = Math.imul(high ^ (key | 0), 0x9e3779b1);
    place = (place ^ (place >>> 15)) & mask;
    while (this.#values[place] && this.#keys[place] !== key) place = (place + 1) & mask;
    return place;
  }

  #grow(): void {
    const keys = this.#keys;
    const values = this.#values;
    this.#keys = new Float64Array(keys.length * 2);
    this.#values = new Uint32Array(keys.length * 2);
    this.#used = 0;
    for (let at = 0; at < keys.length; at++) if (values[at]) this.set(keys[at]!, values[at]! - 1);
  }
}

/** Which row of which id counts: entries in the order they came, the newest of an id is the living one. */
export class Entries {
  #at = new Table();
  #slots = new Uint32Array(4096);
  #checks = new Uint32Array(4096);
  #living = new Uint8Array(4096);
  /** How many entries there ever were. */
  count = 0;
  /** Ids that have a living row. */
  size = 0;

  /** Adds the rows of a page that begins at a block; returns the number of its first entry. */
  add({ keys, checks }: Keys, gone: readonly string[], block: number): number {
    const first = this.count;
    this.#grow(first + keys.length);
    for (const id of gone) {
      const entry = this.of(id);
      if (entry !== undefined) this.#end(entry);
    }
    this.#checks.set(checks, first);
    for (let n = 0; n < keys.length; n++) {
      const key = keys[n]!;
      const older = this.#at.get(key);
      if (older !== undefined && this.#living[older]) this.#end(older);
      this.#at.set(key, first + n);
      this.#slots[first + n] = block * ROWS + n;
      this.#living[first + n] = 1;
    }
    this.size += keys.length;
    this.count = first + keys.length;
    return first;
  }

  /** The living entry of an id. */
  of(id: string): number | undefined {
    const [key, check] = hashed(id);
    return this.ofKey(key, check);
  }

  ofKey(key: number, check: number): number | undefined {
    const entry = this.#at.get(key);
    return entry !== undefined && this.#living[entry] && this.#checks[entry] === check ? entry : undefined;
  }

  slot(entry: number): number {
    return this.#slots[entry]!;
  }

  living(entry: number): boolean {
    return this.#living[entry] === 1;
  }

  /** What stands before a block counts no more. */
  dropBefore(block: number): void {
    for (let entry = 0; entry < this.count; entry++) {
      if (this.#living[entry] && this.#slots[entry]! < block * ROWS) this.#end(entry);
    }
  }

  #end(entry: number): void {
    this.#living[entry] = 0;
    this.size--;
  }

  #grow(to: number): void {
    if (to <= this.#slots.length) return;
    const room = Math.max(to, this.#slots.length * 2);
    this.#slots = wider(this.#slots, new Uint32Array(room));
    this.#checks = wider(this.#checks, new Uint32Array(room));
    this.#living = wider(this.#living, new Uint8Array(room));
  }
}

/** The same numbers with room for more. */
export function wider<T extends Uint32Array | Uint16Array | Uint8Array>(old: T, larger: T): T {
  larger.set(old);
  return larger;
}
