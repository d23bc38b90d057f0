import type { CustomerKeyRecord, GoodsRecord } from '../api/streams';
import type { Article, Barcode } from '../api/types';
import { KeysIndex, keysPage, packKey, unpackKey, type KeysPage } from '../customers/keys-index';
import { device } from '../storage/device';
import { Keeper, type StreamPage } from '../storage/keeper';
import { GoodsIndex, goodsPage, type GoodsPage } from './goods-index';
import { pack, unpack } from './packed';
import { NoAnswer, type Questions, type SetName } from './questions';

const TIMEOUT = 30_000;
/** The first page is small: the first article is sold at once. */
const FIRST = 250;
const PAGE = 2000;

/** Asks the node for a page of a stream. */
export async function fetchPage<R>(path: string, since: number): Promise<StreamPage<R>> {
  let response: Response;
  try {
    response = await fetch(`/api/v1/till/${path}?since=${since}&limit=${since ? PAGE : FIRST}`, {
      credentials: 'same-origin',
      cache: 'no-store',
      headers: { Accept: 'application/json' },
      signal: AbortSignal.timeout(TIMEOUT),
    });
  } catch (error) {
    throw new NoAnswer('offline', String(error));
  }
  if (!response.ok) throw new NoAnswer(response.status >= 500 ? 'offline' : 'refused', String(response.status));
  try {
    return (await response.json()) as StreamPage<R>;
  } catch (error) {
    throw new NoAnswer('offline', String(error)); // the line broke in the middle
  }
}

const goodsRecord = (row: string): GoodsRecord => {
  const { article, barcodes } = unpack(row);
  const { picture, unit_price, unit_price_unit, ...plain } = article;
  return { seq: 0, id: article.id, deleted: false, article: plain, barcodes, picture: picture ?? '', unit_price: unit_price ?? 0, unit_price_unit: unit_price_unit ?? '' };
};

/** Everything that the worker does; apart from it so that tests can ask without one. */
export class Answering implements Record<keyof Questions, (...args: never[]) => unknown> {
  readonly goods = new Keeper<GoodsRecord, GoodsPage, GoodsIndex>({
    name: 'goods',
    fetch: (since) => fetchPage<GoodsRecord>('goods', since),
    index: () => new GoodsIndex(),
    page: goodsPage,
    pack,
    record: goodsRecord,
  });
  readonly customers = new Keeper<CustomerKeyRecord, KeysPage, KeysIndex>({
    name: 'customers',
    fetch: (since) => fetchPage<CustomerKeyRecord>('customer-keys', since),
    index: () => new KeysIndex(),
    page: keysPage,
    pack: packKey,
    record: (row) => ({ seq: 0, deleted: false, ...unpackKey(row) }),
  });

  async open(): Promise<void> {
    await this.goods.load();
    await this.#takeOver();
    await this.customers.load();
  }

  sync(set: SetName): Promise<void> {
    return this[set].sync();
  }

  async anew(): Promise<void> {
    await this.goods.anew();
    await this.customers.anew();
  }

  async byCodes(codes: string[]): Promise<{ code: string; row: string } | null> {
    for (const code of codes) {
      const row = await this.#goods(() => this.goods.index.slotOfCode(code));
      if (row !== null) return { code, row };
    }
    return null;
  }

  /** By the number people read; label numbers come with leading zeros. */
  async byNumber(number: string): Promise<string | null> {
    for (const wanted of new Set([number, number.replace(/^0+/, '')])) {
      const slots = this.goods.index.slotsOfNumber(wanted);
      for (const row of await this.goods.read(slots)) {
        if (row && unpack(row).article.number.toLowerCase() === wanted.toLowerCase()) return row;
      }
    }
    return null;
  }

  async byIds(ids: string[]): Promise<(string | null)[]> {
    const slots = ids.map((id) => this.goods.index.slot(id));
    const known = slots.filter((slot) => slot !== undefined);
    const rows = await this.goods.read(known);
    let n = 0;
    return Promise.all(slots.map((slot, at) => (slot === undefined ? null : rows[n++] || this.#goods(() => this.goods.index.slot(ids[at]!)))));
  }

  async find(query: string, from: number, count: number, most: number): Promise<{ rows: string[]; total: number }> {
    const found = () => {
      const exact = this.goods.index.slotOfCode(query.trim());
      return exact === undefined ? this.goods.index.find(query, most) : [exact];
    };
    return { rows: await this.#rows(() => found().slice(from, from + count)), total: found().length };
  }

  async list(kind: 'group' | 'goods' | 'deposits', group: string, from: number, count: number): Promise<{ rows: string[]; total: number }> {
    const { total } = this.goods.index.list(kind, group, 0, 0);
    return { rows: await this.#rows(() => this.goods.index.list(kind, group, from, count).slots), total };
  }

  customerByNumber(number: string): Promise<string | null> {
    return this.#customer(() => this.customers.index.slotOfNumber(number));
  }

  customerById(id: string): Promise<string | null> {
    return this.#customer(() => this.customers.index.slot(id));
  }

  /** Rows may move while they are read: then they are looked for once more. */
  async #rows(slots: () => number[]): Promise<string[]> {
    const rows = await this.goods.read(slots());
    return rows.every(Boolean) ? rows : (await this.goods.read(slots())).filter(Boolean);
  }

  async #goods(slot: () => number | undefined): Promise<string | null> {
    const [row] = await this.#rows(() => [slot()].filter((one) => one !== undefined));
    return row ?? null;
  }

  async #customer(slot: () => number | undefined): Promise<string | null> {
    for (let attempt = 0; attempt < 2; attempt++) {
      const at = slot();
      if (at === undefined) return null;
      const [row] = await this.customers.read([at]);
      if (row) return row;
    }
    return null;
  }

  /** A till that was last used with the one large document sells from it until the stream has brought everything. */
  async #takeOver(): Promise<void> {
    const kept = await device.get<{ text: string }>('catalogue', 'text');
    if (!kept) return;
    if (!this.goods.coverage.version && !this.goods.coverage.have) {
      const old = JSON.parse(kept.text) as { articles: { article: Article; picture: string }[]; barcodes: Barcode[] };
      const codes = new Map<string, Barcode[]>();
      for (const barcode of old.barcodes) codes.set(barcode.article, [...(codes.get(barcode.article) ?? []), barcode]);
      const rest = { seq: 0, deleted: false, unit_price: 0, unit_price_unit: '' };
      await this.goods.take(old.articles.map(({ article, picture }) => ({ ...rest, id: article.id, article, picture, barcodes: codes.get(article.id) ?? [] })));
    }
    await device.remove('catalogue', 'text');
  }
}
