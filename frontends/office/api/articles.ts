import { api, path, type Page } from './client';

export interface BarcodeLine {
  code: string;
  /** Thousandths the code stands for. */
  quantity: number;
  /** Cents for the whole quantity; null: the article's own price. */
  price: number | null;
}

/** What the form edits. Field names as in `tresen.core.article.Article`, plus what the office needs. */
export interface ArticleRecord {
  number: string;
  name: string;
  price: number;
  tax_key: number;
  kind: string;
  unit: string;
  per: number;
  group: string;
  deposit: { article: string; quantity: number }[];
  min_age: number;
  weighed: boolean;
  open_price_min: number | null;
  open_price_max: number | null;
  discountable: boolean;
  content: number;
  content_unit: string;
  points: boolean;
  /** Whether it can be sold. Articles are never deleted. */
  active: boolean;
  /** Address of the picture or null. */
  picture: string | null;
  /** Purchase price, cents net for `per`; null where unknown. */
  cost: number | null;
  /** Below this the stock list warns; thousandths; null: no warning. */
  stock_min: number | null;
  /** Whether stock is counted at all. */
  stocked: boolean;
  barcodes: BarcodeLine[];
  /** Words that promotions select by. */
  tags: string[];
  prices: PriceLine[];
  /** Number of the agency it is sold for, 0: the shop itself. */
  agency: number;
  /** What one piece of a set contains; `share` in hundredths of a percent, 0 on all: by the single prices. */
  components: ComponentLine[];
  /** VAT key when it is taken away, 0: the same. */
  take_away_key: number;
  /** VAT key from a day on, 0: none is planned. */
  planned_key: number;
  planned_from: string;
}

export interface ComponentLine {
  article: string;
  quantity: number;
  share: number;
}

/** A price beside the usual one. Local wall time; the end is the first moment that does not count. */
export interface PriceLine {
  price: number;
  /** Id of a price list; empty: for everybody. */
  list: string;
  from_quantity: number;
  valid_from: string;
  valid_to: string;
}

export interface Article extends ArticleRecord {
  id: string;
  /** Journal number of the last change; sent back with PUT (409 `changed_meanwhile`). */
  version: number;
}

export interface ArticleRow {
  id: string;
  number: string;
  name: string;
  kind: string;
  group: string;
  group_name: string;
  group_colour: string;
  price: number;
  per: number;
  unit: string;
  tax_key: number;
  tax_rate: number;
  min_age: number;
  open_price: boolean;
  picture: string | null;
  /** Over all places, thousandths; null where not stocked. */
  stock: number | null;
  active: boolean;
  barcodes: string[];
}

export interface ArticleVersion {
  seq: number;
  at: number;
  actor: string;
  actor_name: string;
  source: 'form' | 'import' | 'undo' | 'receive' | 'api' | 'start';
  /** The whole record as it was written. The office shows the difference to the one before. */
  record: Partial<ArticleRecord>;
}

export interface ArticleFilter {
  q?: string;
  group?: string;
  /** `active` (default), `inactive`, `all`. */
  state?: string;
  tax_key?: string;
  /** `goods`, `deposit`, `voucher`. */
  kind?: string;
  sort?: 'name' | 'number' | 'price' | 'stock';
  page?: number;
  size?: number;
}

export interface Group {
  id: string;
  name: string;
  /** #rrggbb */
  colour: string;
  position: number;
  /** How many active articles are in it. */
  articles: number;
}

export const articles = (filter: ArticleFilter) => api.get<Page<ArticleRow>>(path('/office/articles', { ...filter }));
export const article = (id: string) => api.get<Article>(`/office/articles/${id}`);
export const createArticle = (record: ArticleRecord, id: string) => api.post<Article>('/office/articles', { id, ...record });
export const saveArticle = (id: string, record: ArticleRecord, version: number) => api.put<Article>(`/office/articles/${id}`, { ...record, version });
/** Newest first. */
export const articleHistory = (id: string) => api.get<ArticleVersion[]>(`/office/articles/${id}/history`);
/** Multipart with `file` (PNG, JPEG or WebP, at most 5 MB); answers the address. */
export function uploadPicture(id: string, picture: File): Promise<{ picture: string }> {
  const form = new FormData();
  form.set('file', picture);
  return api.post(`/office/articles/${id}/picture`, form, { timeout: 60_000 });
}

export const groups = () => api.get<Group[]>('/office/groups');
export const createGroup = (id: string, name: string, colour: string) => api.post<Group>('/office/groups', { id, name, colour });
export const saveGroup = (id: string, name: string, colour: string) => api.put<Group>(`/office/groups/${id}`, { name, colour });
export const orderGroups = (ids: string[]) => api.put<Group[]>('/office/groups/order', { ids });
/** 409 `group_in_use` while articles are in it. */
export const deleteGroup = (id: string) => api.delete<void>(`/office/groups/${id}`);
