import type { GoodsRecord } from '../api/streams';
import type { Article, Barcode } from '../api/types';

/** What most articles have in common is not written a hundred thousand times. */
const COMMON: Omit<Article, 'id' | 'number' | 'name' | 'price' | 'tax_key'> = {
  kind: 'goods',
  unit: 'piece',
  per: 1000,
  group: '',
  deposit: [],
  min_age: 0,
  weighed: false,
  open_price_min: null,
  open_price_max: null,
  discountable: true,
  content: 0,
  content_unit: 'weight',
  points: true,
  tags: [],
  prices: [],
  agency: 0,
  components: [],
  take_away_key: 0,
  planned_key: 0,
  planned_from: '',
};

/** An article with its codes and picture, as the till works with it. */
export interface Goods {
  article: Article;
  barcodes: Barcode[];
}

/** A row as it stands on the device. */
interface Row {
  a: Partial<Article> & Pick<Article, 'id'>;
  b?: (string | Omit<Barcode, 'article'>)[];
  p?: string;
  u?: [price: number, unit: string];
}

/** One line of text without what goes without saying. */
export function pack(record: GoodsRecord): string {
  const article: Record<string, unknown> = {};
  const common = COMMON as Record<string, unknown>;
  for (const [name, value] of Object.entries(record.article!)) {
    const usual = common[name];
    if (value === usual || (Array.isArray(value) && !value.length && Array.isArray(usual))) continue;
    article[name] = value;
  }
  const row: Row = { a: article as Row['a'] };
  if (record.barcodes.length) {
    row.b = record.barcodes.map(({ code, quantity, price }) => (quantity === 1000 && price === null ? code : { code, quantity, price }));
  }
  if (record.picture) row.p = record.picture;
  if (record.unit_price) row.u = [record.unit_price, record.unit_price_unit];
  return JSON.stringify(row);
}

export function unpack(text: string): Goods {
  const row = JSON.parse(text) as Row;
  const article = { ...COMMON, ...row.a, picture: row.p ?? '' } as Article;
  if (row.u) [article.unit_price, article.unit_price_unit] = row.u;
  const barcodes = (row.b ?? []).map((one) =>
    typeof one === 'string' ? { code: one, article: article.id, quantity: 1000, price: null } : { ...one, article: article.id },
  );
  return { article, barcodes };
}

/** What the node says of an article, at hand at once. */
export function goodsOf(record: GoodsRecord): Goods {
  return unpack(pack(record));
}
