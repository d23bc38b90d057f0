import { node } from '../api/node';
import type { Article, ArticleTile, Barcode, CatalogueData, ReasonKind } from '../api/types';
import { device } from '../storage/device';
import { fold, SearchIndex } from './search';

const EMPTY: CatalogueData = { version: '', articles: [], barcodes: [], groups: [], tax: [], rules: [], favourites: [], reasons: {} };

/** The node's answer as text: reading it back is several times quicker than a hundred thousand stored objects. */
interface Kept {
  text: string;
  tag: string;
}

/** Everything the shop sells, on the device and in memory: a scan finds its article without asking anybody. */
class Catalogue {
  data = $state.raw<CatalogueData>(EMPTY);
  ready = $state(false);
  barcodes: ReadonlyMap<string, Barcode> = new Map();
  #articles = new Map<string, Article>();
  #numbers = new Map<string, Article>();
  #index = new SearchIndex();
  #tag = '';

  /** Takes the kept catalogue at once; then asks the node whether there is a newer one. */
  async load(): Promise<void> {
    const kept = await device.get<Kept>('catalogue', 'text');
    if (kept) this.#use(read(kept.text));
    this.#tag = kept?.tag ?? '';
    await this.refresh();
  }

  /** Asks the node for anything newer than what is held. Returns whether there was. */
  async refresh(timeout = 60_000): Promise<boolean> {
    const response = await node.send('GET', '/till/catalogue', undefined, {
      timeout,
      ...(this.#tag ? { headers: { 'If-None-Match': this.#tag } } : {}),
    });
    if (response.status === 304) return false;
    const text = await response.text();
    this.#use(read(text));
    this.#tag = response.headers.get('ETag') ?? '';
    const kept: Kept = { text, tag: this.#tag };
    await device.cache('catalogue', 'text', kept);
    return true;
  }

  article(id: string): Article | undefined {
    return this.#articles.get(id);
  }

  /** By the number people read; label numbers come with leading zeros. */
  byNumber(number: string): Article | undefined {
    return this.#numbers.get(number.toLowerCase()) ?? this.#numbers.get(number.replace(/^0+/, '').toLowerCase());
  }

  find(query: string): Article[] {
    const code = this.barcodes.get(query.trim());
    const exact = code && this.article(code.article);
    return exact ? [exact] : this.#index.find(query).filter((article) => article.kind !== 'deposit' || fold(query).startsWith('pfand'));
  }

  inGroup(group: string): Article[] {
    return this.data.articles.filter((article) => article.group === group && article.kind !== 'deposit');
  }

  get favourites(): Article[] {
    const chosen = this.data.favourites.map((id) => this.article(id)).filter((one) => one !== undefined);
    return chosen.length ? chosen : this.data.articles.filter((one) => one.kind === 'goods').slice(0, 24);
  }

  get deposits(): Article[] {
    return this.data.articles.filter((article) => article.kind === 'deposit');
  }

  reasons(kind: ReasonKind): string[] {
    return this.data.reasons[kind] ?? [];
  }

  #use(data: CatalogueData): void {
    this.#articles = new Map(data.articles.map((article) => [article.id, article]));
    this.#numbers = new Map(data.articles.map((article) => [article.number.toLowerCase(), article]));
    this.barcodes = new Map(data.barcodes.map((barcode) => [barcode.code, barcode]));
    this.data = { ...data, groups: [...data.groups].sort((a, b) => a.position - b.position) };
    this.ready = true;
    // Scanning works from here on; search follows within moments.
    void this.#index.build(data.articles, () => new Promise((done) => setTimeout(done)));
  }
}

/** Article and picture in one record; made in place, for there may be a hundred thousand. */
function flat(tile: ArticleTile): Article {
  tile.article.picture = tile.picture;
  return tile.article;
}

function read(text: string): CatalogueData {
  const sent = JSON.parse(text) as Omit<CatalogueData, 'articles'> & { articles: ArticleTile[] };
  return { ...sent, articles: sent.articles.map(flat) };
}

export const catalogue = new Catalogue();
