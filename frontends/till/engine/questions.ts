import type { Article, Barcode, Basket, CustomerFacts, PromotionRule, Quote, Receipt, Tender, Usage } from '../api/types';

export type { Quote };

/** What is the same for every basket of a version (`tresen.fiscal.engine.Rules`); the node's document says more. */
export interface EngineRules {
  version: number;
  tax: { key: number; rate: number; valid_from: string; label: string }[];
  promotions: PromotionRule[];
  price_lists: { id: string; name: string }[];
  settings: { points_per_euro: number; line_discount_limit: number; small_business?: boolean; eat_in?: boolean };
  shop: { id: string; day_start: number };
}

/** Everything beside the basket and the rules that its quote depends on. */
export interface BasketExcerpt {
  articles: Article[];
  barcodes: Barcode[];
  customer: CustomerFacts | null;
  usage?: Usage;
  coupons?: Record<string, string>;
  /** Earlier receipts that something comes back of, where this device has them. */
  receipts?: SoldReceipt[];
}

export interface SoldReceipt {
  receipt: Receipt;
  /** What came back already: quantity and amount, positive, by number of the line. */
  back: Record<number, [number, number]>;
}

export interface QuoteQuestion extends BasketExcerpt {
  basket: Basket;
  /** Wall time in the shop, `YYYY-MM-DDTHH:MM:SS`. */
  at: string;
}

/** Who, where and when (`tresen.core.handing_out.Circumstances`). */
export interface Circumstances {
  shop: string;
  till: string;
  till_name: string;
  till_serial: string;
  party: Receipt['party'];
  business_day: string;
  started_at: number;
  staff: string;
  staff_name: string;
  token: string;
  finished_at: number;
  number: number;
  signed: { client: string; failure: string } | null;
  approved_by?: string;
  approved_by_name?: string;
  time_zone: string;
  agencies?: object[];
}

export interface SaleQuestion {
  basket: Basket;
  /** What the customer agreed to, as the engine gave it. */
  quoted: Quote;
  tenders: Tender[];
  at: Circumstances;
  customer?: { id: string; number: string; points_before: number };
  coupons?: { code: string; name: string; promotion: string; valid_to: string }[];
  receipts?: SoldReceipt[];
  training?: boolean;
}

export interface CashQuestion {
  receipt: string;
  kind: string;
  /** As the DSFinV-K names it. */
  case: string;
  amount: number;
  at: Circumstances;
  reason?: string;
  note?: string;
}

export interface AbortQuestion {
  receipt: string;
  at: Circumstances;
  was_in_basket?: string[];
  reason?: string;
}

export interface RowsQuestion {
  receipt: Receipt;
  /** Wall time in the shop of every moment of the receipt. */
  local: Record<number, string>;
  language: 'de' | 'en';
  barcode?: string;
  copy?: boolean;
  /** Columns of the paper; 0: no lines are asked for. */
  columns?: number;
}

/** One printed line of a fixed width (`tresen.core.receipt_paper`). */
export interface PaperLine {
  kind: 'text' | 'qr' | 'barcode';
  text: string;
  style: string;
  align: 'left' | 'center';
  wide: boolean;
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
