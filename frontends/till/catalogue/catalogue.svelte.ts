import { node } from '../api/node';
import type { CustomerKey, GoodsRecord } from '../api/streams';
import type { Article, Barcode } from '../api/types';
import { unpackKey } from '../customers/keys-index';
import { coverage } from './coverage.svelte';
import { goodsOf, unpack, type Goods } from './packed';
import { NoAnswer, type Message, type Name, type Question, type Questions, type SetName } from './questions';
import { rules } from './rules.svelte';

/** So many articles are at hand without asking the worker. */
const AT_HAND = 2000;
const PAUSES = [2000, 5000, 10_000, 30_000];
/** Points move with every sale; so often the till hears of them while it runs. */
const CUSTOMERS_EVERY = 300_000;

type Answer<N extends Name> = Awaited<ReturnType<Questions[N]>>;

/**
 * The shop's goods and customers' keys as the page sees them. They are on the device and their index is in a worker; the
 * page holds only what it has lately seen.
 */
class Catalogue {
  /** The till knows what it goes by and there is something to sell from, or the shop has nothing. */
  ready = $derived(rules.doc !== null && (coverage.goods.have > 0 || coverage.goods.complete));
  /** Goes up when lists may look different: at the first goods, and when all are here. */
  stamp = $state(0);
  /** Goes up when an article that was missed has come. */
  #arrived = $state(0);
  #near = new Map<string, Goods>();
  #codes = new Map<string, Barcode>();
  #missed = new Set<string>();
  #worker: Worker | undefined;
  #asked = new Map<number, { done: (answer: never) => void; fail: (error: unknown) => void }>();
  #last = 0;
  #failures: Record<SetName, number> = { goods: 0, customers: 0 };
  #timers: Partial<Record<SetName | 'rules', ReturnType<typeof setTimeout>>> = {};

  /** Takes what the device has; what is newer is read from the node while the till sells. */
  async load(): Promise<void> {
    await Promise.all([this.#ask('open'), rules.load()]);
    void this.refresh();
  }

  /** Reads what is newer. A node that is silent is asked again after a while. */
  async refresh(): Promise<void> {
    void this.#sync('customers');
    await Promise.all([this.#sync('goods'), rules.refresh().catch(() => this.#askRulesAgain())]);
  }

  /** The device was paired with a till: everything is asked anew, what is here serves meanwhile. */
  async anew(): Promise<void> {
    rules.anew();
    await this.#ask('anew');
  }

  /** An article that was lately seen; one that was not is fetched, and who watches hears of it. */
  article(id: string): Article | undefined {
    void this.#arrived;
    const goods = this.#near.get(id);
    if (goods) this.#keep(goods);
    else if (id) this.#miss(id);
    return goods?.article;
  }

  /** Codes of the articles that were lately seen. */
  get barcodes(): Pick<ReadonlyMap<string, Barcode>, 'get'> {
    void this.#arrived;
    return this.#codes;
  }

  /** The articles that an article brings along: its deposits, and what a set contains. */
  #partsOf(id: string): string[] {
    const article = this.#near.get(id)?.article;
    return article ? [...article.deposit, ...(article.components ?? [])].map((part) => part.article) : [];
  }

  /** Articles by id, with their deposits and components; what the device does not know is left out. */
  async articles(ids: readonly string[]): Promise<Article[]> {
    await this.#fetch(ids);
    const parts = ids.flatMap((id) => this.#partsOf(id));
    await this.#fetch(parts);
    const found = [...new Set([...ids, ...parts])].map((id) => this.#near.get(id)).filter((one) => one !== undefined);
    return found.map((goods) => this.#keep(goods).article);
  }

  /** The first code that this device knows, with its article. */
  async byCode(codes: string[]): Promise<{ article: Article; barcode: Barcode } | undefined> {
    const hit = await this.#ask('byCodes', codes);
    const goods = hit && this.#take(hit.row);
    const barcode = goods?.barcodes.find((one) => one.code === hit?.code);
    if (!goods || !barcode) return undefined;
    await this.#fetch(goods.article.deposit.map((part) => part.article));
    return { article: goods.article, barcode };
  }

  async byNumber(number: string): Promise<Article | undefined> {
    const row = await this.#ask('byNumber', number);
    return row === null ? undefined : this.#take(row).article;
  }

  /** What a person may mean, best first: a piece of it, and how much it is (60 at most). */
  async find(query: string, from: number, count: number): Promise<{ articles: Article[]; total: number }> {
    const { rows, total } = await this.#ask('find', query, from, count, 60);
    return { articles: this.#takeAll(rows), total };
  }

  /** A piece of a list by name, and how long the list is. */
  async list(kind: 'group' | 'goods' | 'deposits', group: string, from: number, count: number): Promise<{ articles: Article[]; total: number }> {
    const { rows, total } = await this.#ask('list', kind, group, from, count);
    return { articles: this.#takeAll(rows), total };
  }

  /** What the shop has chosen for the first page; else the first goods. */
  async favourites(): Promise<Article[]> {
    const ids = rules.doc?.favourites ?? [];
    await this.#fetch(ids);
    const chosen = ids.map((id) => this.#near.get(id)?.article).filter((one) => one !== undefined);
    return chosen.length ? chosen : (await this.list('goods', '', 0, 24)).articles;
  }

  /** Asks the node for a code that this device does not know (yet). Returns whether the node knows it. */
  async askNode(code: string): Promise<boolean> {
    const found = await node.get<GoodsRecord[]>(`/till/search?q=${encodeURIComponent(code)}&limit=10`, { repeat: false, timeout: 3000 });
    const hit = found.find((one) => one.article && (one.barcodes.some((barcode) => barcode.code === code) || one.article.number === code));
    if (hit) this.#keep(goodsOf(hit));
    return hit !== undefined;
  }

  /** An article lately seen that a code belongs to; also one that only the node knew. */
  seen(codes: readonly string[]): { article: Article; barcode: Barcode } | undefined {
    for (const code of codes) {
      const barcode = this.#codes.get(code);
      const goods = barcode && this.#near.get(barcode.article);
      if (goods) return { article: goods.article, barcode };
    }
    return undefined;
  }

  async customerByNumber(number: string): Promise<CustomerKey | undefined> {
    const row = await this.#ask('customerByNumber', number);
    return row === null ? undefined : unpackKey(row);
  }

  async customer(id: string): Promise<CustomerKey | undefined> {
    const row = await this.#ask('customerById', id);
    return row === null ? undefined : unpackKey(row);
  }

  /** Reads a stream; one that breaks off is read on by itself after growing pauses. */
  async #sync(set: SetName): Promise<void> {
    clearTimeout(this.#timers[set]);
    const before = coverage[set].version;
    if (set === 'goods') coverage.reading = true;
    try {
      await this.#ask('sync', set);
      this.#failures[set] = 0;
      if (set === 'customers') this.#timers[set] = setTimeout(() => void this.#sync(set), CUSTOMERS_EVERY);
    } catch (error) {
      if (!(error instanceof NoAnswer)) console.error(error);
      const pause = PAUSES[Math.min(this.#failures[set]++, PAUSES.length - 1)];
      this.#timers[set] = setTimeout(() => void this.#sync(set), pause);
    } finally {
      if (set === 'goods') {
        coverage.reading = false;
        if (coverage.goods.version !== before) {
          await this.#renew();
          this.stamp++;
        }
      }
    }
  }

  #askRulesAgain(): void {
    clearTimeout(this.#timers.rules);
    this.#timers.rules = setTimeout(() => void rules.refresh().catch(() => this.#askRulesAgain()), PAUSES.at(-1));
  }

  #miss(id: string): void {
    if (this.#missed.has(id)) return;
    this.#missed.add(id);
    queueMicrotask(() => {
      void this.#fetch([id]).then(() => {
        this.#missed.delete(id);
        if (this.#near.has(id)) this.#arrived++;
      });
    });
  }

  async #fetch(ids: readonly string[]): Promise<void> {
    const missing = [...new Set(ids)].filter((id) => !this.#near.has(id));
    if (!missing.length) return;
    const rows = await this.#ask('byIds', missing);
    this.#takeAll(rows.filter((row) => row !== null));
  }

  #takeAll(rows: readonly string[]): Article[] {
    return rows.map((row) => this.#take(row).article);
  }

  #take(row: string): Goods {
    return this.#keep(unpack(row));
  }

  #keep(goods: Goods): Goods {
    this.#near.delete(goods.article.id);
    this.#near.set(goods.article.id, goods);
    for (const barcode of goods.barcodes) this.#codes.set(barcode.code, barcode);
    for (const [id, old] of this.#near) {
      if (this.#near.size <= AT_HAND) break;
      this.#near.delete(id);
      for (const barcode of old.barcodes) this.#codes.delete(barcode.code);
    }
    return goods;
  }

  #ask<N extends Name>(name: N, ...args: Parameters<Questions[N]>): Promise<Answer<N>> {
    this.#worker ??= this.#begin();
    const id = ++this.#last;
    return new Promise<Answer<N>>((done, fail) => {
      this.#asked.set(id, { done, fail });
      this.#worker!.postMessage({ id, name, args } satisfies Question);
    });
  }

  #begin(): Worker {
    const worker = new Worker(new URL('./catalogue.worker.ts', import.meta.url), { type: 'module' });
    worker.onmessage = ({ data }: MessageEvent<Message>) => {
      if ('coverage' in data) {
        const first = data.set === 'goods' && !coverage.goods.have && data.coverage.have > 0;
        coverage[data.set] = data.coverage;
        if (first) this.stamp++;
        return;
      }
      const waiting = this.#asked.get(data.id);
      this.#asked.delete(data.id);
      if ('answer' in data) waiting?.done(data.answer as never);
      else waiting?.fail(data.failure === 'bug' ? new Error(data.text) : new NoAnswer(data.failure, data.text));
    };
    worker.onerror = (event) => {
      // It could not be loaded or broke down: the next question begins another one.
      worker.terminate();
      this.#worker = undefined;
      for (const { fail } of this.#asked.values()) fail(new Error(event.message));
      this.#asked.clear();
    };
    return worker;
  }

  /** Something changed: what is at hand is asked for again. */
  async #renew(): Promise<void> {
    const ids = [...this.#near.keys()];
    if (!ids.length) return;
    this.#takeAll((await this.#ask('byIds', ids)).filter((row) => row !== null));
    this.#arrived++;
  }
}

export const catalogue = new Catalogue();
