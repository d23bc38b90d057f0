import type { GoodsRecord } from '../api/streams';
import { Entries, keysOf, Table, wider } from '../storage/entries';
import type { PageIndex, StoredPage } from '../storage/pages';
import { fold, marked } from './fold';

const GOODS = 1;
const DEPOSIT = 2;
/** Codes of up to 14 digits are numbers together with their length. */
const LONGEST = 14;

/** What the index of a page of goods holds; all in few large pieces, which the device reads quickly. */
export interface GoodsPage extends PageIndex {
  /** Codes of digits as numbers (`codeKey`), and the row of each. */
  codes: Float64Array;
  codeRows: Uint16Array;
  otherCodes: [code: string, row: number][];
  /** `\n` number tab name of each article, folded and marked. */
  text: string;
  starts: Uint32Array;
  kinds: Uint8Array;
  groups: string[];
  /** Which of `groups` each article is in. */
  group: Uint16Array;
}

/** A code of digits as a number that no other code has; null for any other. */
function codeKey(code: string): number | null {
  return code.length <= LONGEST && /^\d+$/.test(code) ? Number(code) * 16 + code.length : null;
}

export function goodsPage(records: readonly GoodsRecord[], gone: readonly string[]): GoodsPage {
  const groups = new Map<string, number>();
  const group = new Uint16Array(records.length);
  const kinds = new Uint8Array(records.length);
  const starts = new Uint32Array(records.length);
  const codes: number[] = [];
  const codeRows: number[] = [];
  const otherCodes: [string, number][] = [];
  let text = '';
  records.forEach(({ article, barcodes }, n) => {
    const one = article!;
    if (!groups.has(one.group)) groups.set(one.group, groups.size);
    group[n] = groups.get(one.group)!;
    kinds[n] = one.kind === 'goods' ? GOODS : one.kind === 'deposit' ? DEPOSIT : 0;
    for (const { code } of barcodes) {
      const key = codeKey(code);
      if (key === null) otherCodes.push([code, n]);
      else {
        codes.push(key);
        codeRows.push(n);
      }
    }
    starts[n] = text.length;
    text += `\n${marked(fold(one.number))}\t${marked(fold(one.name))}`;
  });
  return {
    ...keysOf(records.map((one) => one.id)), count: records.length, gone: [...gone], codes: new Float64Array(codes), codeRows: new Uint16Array(codeRows),
    otherCodes, text, starts, kinds, groups: [...groups.keys()], group,
  }; // prettier-ignore
}

/**
 * All goods of the device as a few flat pieces: who asks gets slots, the rows stay on the device. All names stand in one
 * long folded text; looking for a word in it is one native scan, which beats every index at a hundred thousand articles.
 */
export class GoodsIndex {
  readonly entries = new Entries();
  #codes = new Table();
  #otherCodes = new Map<string, number>();
  #text = '';
  #starts = new Uint32Array(4096);
  #kinds = new Uint8Array(4096);
  #group = new Uint16Array(4096);
  #groups = new Map<string, number>();
  /** Entries of each list by name; made when asked for, forgotten with every change. */
  #lists = new Map<string, number[]>();

  add({ first: block, index }: StoredPage<GoodsPage>): void {
    const first = this.entries.add(index, index.gone, block);
    this.#lists.clear();
    this.#grow(first + index.count);
    this.#kinds.set(index.kinds, first);
    const begin = this.#text.length;
    const mine = index.groups.map((group) => this.#groupNumber(group));
    for (let n = 0; n < index.count; n++) {
      this.#group[first + n] = mine[index.group[n]!]!;
      this.#starts[first + n] = begin + index.starts[n]!;
    }
    for (let n = 0; n < index.codes.length; n++) this.#codes.set(index.codes[n]!, first + index.codeRows[n]!);
    for (const [code, row] of index.otherCodes) this.#otherCodes.set(code, first + row);
    this.#text += index.text;
  }

  /** The slot of an article. */
  slot(id: string): number | undefined {
    const entry = this.entries.of(id);
    return entry === undefined ? undefined : this.entries.slot(entry);
  }

  /** The slot of the article that a code belongs to. */
  slotOfCode(code: string): number | undefined {
    const key = codeKey(code);
    const entry = key === null ? this.#otherCodes.get(code) : this.#codes.get(key);
    return entry !== undefined && this.entries.living(entry) ? this.entries.slot(entry) : undefined;
  }

  /** Slots of the articles whose folded number is that of `number`; who asks compares the numbers themselves. */
  slotsOfNumber(number: string): number[] {
    const folded = fold(number);
    if (!folded) return [];
    const needle = `\n${marked(folded)}\t`;
    const found: number[] = [];
    for (let hit = this.#text.indexOf(needle); hit >= 0 && found.length < 8; hit = this.#text.indexOf(needle, hit + 1)) {
      const entry = this.#entryAt(hit);
      if (this.entries.living(entry)) found.push(this.entries.slot(entry));
    }
    return found;
  }

  /** Slots of what a person may mean, best first. Deposits only for who asks for them. */
  find(query: string, most = 60): number[] {
    const words = fold(query).split(' ').filter(Boolean);
    if (!words.length) return [];
    const longest = words.reduce((a, b) => (b.length > a.length ? b : a));
    const asked: Asked = { others: words.filter((word) => word !== longest), whole: marked(words.join(' ')), deposits: words[0]!.startsWith('pfand') };
    const ranked = new Map<number, Hit>();
    // Word beginnings first; the inside of words only when these are few.
    this.#scan(marked(longest), asked, 0, most * 8, ranked);
    if (ranked.size < most && longest.length > 2) this.#scan(longest, asked, 1, most * 4, ranked);
    return [...ranked.values()]
      .sort((a, b) => a.rank - b.rank || a.text.length - b.text.length || (a.text < b.text ? -1 : 1))
      .slice(0, most)
      .map((hit) => this.entries.slot(hit.entry));
  }

  /** Slots of a group's goods by name, and how many there are. `group`: id; `goods`: all; `deposits`: all deposits. */
  list(kind: 'group' | 'goods' | 'deposits', group: string, from: number, count: number): { slots: number[]; total: number } {
    const key = `${kind}:${group}`;
    let entries = this.#lists.get(key);
    if (!entries) this.#lists.set(key, (entries = kind === 'goods' ? this.#firstGoods() : this.#listed(kind, group)));
    return { slots: entries.slice(from, from + count).map((entry) => this.entries.slot(entry)), total: entries.length };
  }

  #listed(kind: 'group' | 'deposits', group: string): number[] {
    const wanted = this.#groups.get(group) ?? -1;
    const found: [name: string, entry: number][] = [];
    for (let entry = 0; entry < this.entries.count; entry++) {
      const fits = kind === 'deposits' ? this.#kinds[entry] === DEPOSIT : this.#group[entry] === wanted && this.#kinds[entry] !== DEPOSIT;
      if (fits && this.entries.living(entry)) found.push([this.#name(entry), entry]);
    }
    return found.sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : a[1] - b[1])).map(([, entry]) => entry);
  }

  /** Some goods to begin with where the shop has chosen no favourites: the first that came. */
  #firstGoods(): number[] {
    const found: number[] = [];
    for (let entry = 0; entry < this.entries.count && found.length < 24; entry++) {
      if (this.#kinds[entry] === GOODS && this.entries.living(entry)) found.push(entry);
    }
    return found;
  }

  #entry(entry: number): string {
    return this.#text.slice(this.#starts[entry], entry + 1 < this.entries.count ? this.#starts[entry + 1] : undefined);
  }

  #name(entry: number): string {
    const text = this.#entry(entry);
    return text.slice(text.indexOf('\t') + 1);
  }

  /** `penalty`: added to the rank of what is found so. */
  #scan(needle: string, asked: Asked, penalty: number, most: number, into: Map<number, Hit>): void {
    let from = 0;
    while (into.size < most) {
      const at = this.#text.indexOf(needle, from);
      if (at < 0) return;
      const entry = this.#entryAt(at);
      from = entry + 1 < this.entries.count ? this.#starts[entry + 1]! : this.#text.length;
      if (into.has(entry) || !this.entries.living(entry) || (this.#kinds[entry] === DEPOSIT && !asked.deposits)) continue;
      const text = this.#entry(entry);
      if (!asked.others.every((word) => text.includes(marked(word)) || text.includes(word))) continue;
      into.set(entry, { entry, text, rank: rank(text, asked.whole) + penalty });
    }
  }

  #entryAt(position: number): number {
    let low = 0;
    let high = this.entries.count - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#starts[middle]! <= position) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #groupNumber(group: string): number {
    let number = this.#groups.get(group);
    if (number === undefined) this.#groups.set(group, (number = this.#groups.size));
    return number;
  }

  #grow(to: number): void {
    if (to <= this.#starts.length) return;
    const room = Math.max(to, this.#starts.length * 2);
    this.#starts = wider(this.#starts, new Uint32Array(room));
    this.#kinds = wider(this.#kinds, new Uint8Array(room));
    this.#group = wider(this.#group, new Uint16Array(room));
  }
}

/** What was asked for, made ready. `others`: words beside the longest; `whole`: all of it, marked. */
interface Asked {
  others: string[];
  whole: string;
  deposits: boolean;
}

interface Hit {
  entry: number;
  text: string;
  rank: number;
}

/** The number itself, then names that begin so, then numbers that begin so, then all others. */
function rank(text: string, whole: string): number {
  const end = text.indexOf('\t');
  if (text.slice(1, end) === whole) return 0;
  if (text.startsWith(whole, end + 1)) return 1;
  return text.startsWith(whole, 1) ? 2 : 3;
}
