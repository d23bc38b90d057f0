import type { Article, Barcode, Basket, Quote, Receipt } from '../api/types';

export type { Quote };

/** What is the same for every basket of a version (`tresen.fiscal.engine.Rules`); the node's document says more. */
export interface EngineRules {
  version: number;
  tax: { key: number; rate: number; valid_from: string; label: string }[];
  promotions: unknown[];
  price_lists: unknown[];
  settings: { points_per_euro: number; line_discount_limit: number };
  shop: { id: string; day_start: number };
}

/** What of a customer prices depend on; no name. */
export interface CustomerFacts {
  id: string;
  group: string;
  tier: string;
  first_purchase: boolean;
  birthday_month: number;
  points: number;
}

export interface Usage {
  customer: Record<string, number>;
  day: Record<string, number>;
  total: Record<string, number>;
  codes: Record<string, number>;
}

/** Everything beside the basket and the rules that its quote depends on. */
export interface BasketExcerpt {
  articles: Article[];
  barcodes: Barcode[];
  customer: CustomerFacts | null;
  usage?: Usage;
  coupons?: Record<string, string>;
}

export interface QuoteQuestion extends BasketExcerpt {
  basket: Basket;
  /** Wall time in the shop, `YYYY-MM-DDTHH:MM:SS`. */
  at: string;
}

export interface RowsQuestion {
  receipt: Receipt;
  /** Wall time in the shop of every moment of the receipt. */
  local: Record<number, string>;
  language: 'de' | 'en';
  barcode?: string;
  copy?: boolean;
}

export interface Row {
  part: string;
  kind: 'text' | 'cells' | 'pair' | 'rule' | 'blank' | 'qr' | 'barcode';
  cells: string[];
  style: string;
  align: 'left' | 'center';
  indent: number;
}

export interface ReportQuestion {
  receipts: Receipt[];
  no_sales?: number;
  head?: object | null;
  language?: 'de' | 'en';
}

/** As `tresen.fiscal.closing.ClosingTotals`; the report page knows its fields. */
export type ClosingTotals = Record<string, unknown>;
