import type { Article, Barcode } from './types';

/** An article as the node streams it. */
export interface GoodsRecord {
  seq: number;
  id: string;
  /** Not sold any more; the rest is empty. */
  deleted: boolean;
  article: Article | null;
  barcodes: Barcode[];
  picture: string;
  unit_price: number;
  unit_price_unit: string;
}

/** What a till may know of a customer: never a name. */
export interface CustomerKey {
  id: string;
  number: string;
  group: string;
  tier: string;
  points: number;
  /** Nothing was bought with this number yet. */
  first_purchase: boolean;
  /** 1 to 12, 0: not told. */
  birthday_month: number;
}

export interface CustomerKeyRecord extends CustomerKey {
  seq: number;
  deleted: boolean;
}
