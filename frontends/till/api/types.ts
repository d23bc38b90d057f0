/** What the till and the node say to each other. Amounts in cents, quantities in thousandths, times in ms since 1970. */
import type { ForeignCash, MoneyLine } from './owing';

export interface Article {
  id: string;
  number: string;
  name: string;
  price: number;
  tax_key: number;
  /** A `single_voucher` is taxed when it is sold and redeemed as a line of the basket. */
  kind: 'goods' | 'deposit' | 'voucher' | 'single_voucher' | 'surcharge';
  unit: string;
  per: number;
  group: string;
  deposit: { article: string; quantity: number }[];
  min_age: number;
  weighed: boolean;
  open_price_min: number | null;
  open_price_max: number | null;
  discountable: boolean;
  content?: number;
  content_unit?: string;
  points?: boolean;
  tags?: string[];
  prices?: { price: number; list: string; from_quantity: number; valid_from: string; valid_to: string }[];
  agency?: number;
  components?: { article: string; quantity: number; share: number }[];
  take_away_key?: number;
  planned_key?: number;
  planned_from?: string;
  picture?: string | null;
  unit_price?: number;
  unit_price_unit?: string;
}

export interface Barcode {
  code: string;
  article: string;
  quantity: number;
  price: number | null;
}

export interface Group {
  id: string;
  name: string;
  colour: string;
  position: number;
}

/** How a code made in the shop (label of a scale, newspaper) is read: article digits, then a value. */
export interface CodeRule {
  prefix: string;
  article_digits: number;
  value_kind: 'price' | 'weight' | 'quantity' | 'none';
  value_digits: number;
  /** Digits of the value behind the decimal point. */
  decimals: number;
  /** One digit between article and value is a check digit of its own and skipped. */
  value_check_digit: boolean;
}

export type ReasonKind = 'discount' | 'returned' | 'void' | 'no_sale' | 'cash_in' | 'cash_out' | 'surcharge';

export interface Discount {
  kind: 'percent' | 'amount';
  value: number;
  reason: string;
}

export interface ReturnOf {
  receipt: string;
  line: number;
  reason: string;
  restock: boolean;
}

export interface BasketLine {
  id: string;
  article: string;
  quantity: number;
  price: number | null;
  price_reason: string;
  amount: number | null;
  discount: Discount | null;
  return_of: ReturnOf | null;
  text: string;
  barcode: string;
  voided: boolean;
  void_reason: string;
  age_checked: boolean;
  /** Code of a single-purpose voucher that the line redeems; `amount` is what is left on it. */
  voucher?: string;
  /** `1` eaten here, `0` taken away, empty: as the basket says. */
  in_house?: string;
  money?: MoneyLine | null;
}

export interface Basket {
  id: string;
  lines: BasketLine[];
  discounts: Discount[];
  customer: string;
  note: string;
  /** Coupon codes that the customer presented. */
  codes: string[];
  /** Gifts that the customer chose. */
  choices: GiftChoice[];
  /** Kind of tender that was announced before paying. */
  tender: string;
  channel: string;
  /** `1` eaten here, `0` taken away, empty where the shop does not ask. */
  in_house?: string;
  surcharges?: Discount[];
  /** Id of the order that is handed over with this sale. */
  order?: string;
}

export interface Adjustment {
  kind: string;
  amount: number;
  label: string;
  /** Id of the promotion; empty for what was done by hand. */
  cause: string;
  /** Of a promotion: thousandths of the line that it hit. */
  units: number;
}

export interface QuoteLine {
  n: number;
  line: string;
  article: string;
  number: string;
  name: string;
  kind: string;
  unit: string;
  quantity: number;
  per: number;
  price: number;
  list_amount: number;
  amount: number;
  tax_key: number;
  tax_rate: number;
  adjustments: Adjustment[];
  deposit_of: number;
  return_receipt: string;
  return_line: number;
  group: string;
  business_case: string;
  restock: boolean;
  barcode: string;
  points: number;
  /** Id of the price list that the price comes from, `base` for a planned or quantity price. */
  price_list: string;
  usual_price: number;
  in_house?: string;
  voucher?: string;
}

export interface QuoteWarning {
  code: string;
  line: string;
  blocks: boolean;
  detail: string;
}

export interface TaxSum {
  key: number;
  rate: number;
  gross: number;
  net: number;
  vat: number;
}

export interface Quote {
  lines: QuoteLine[];
  taxes: TaxSum[];
  total: number;
  savings: number;
  points: number;
  pieces: number;
  warnings: QuoteWarning[];
  engine?: string;
  promotions: AppliedPromotion[];
  hints: Hint[];
  offers: GiftOffer[];
  coupons: { promotion: string; opens: string; name: string; days: number }[];
  /** Why goods that come back from a receipt with promotions give what they do. */
  refunds?: { receipt: string; paid: number; rest: number; refund: number; lost: string[] }[];
}

export interface Selection {
  articles: string[];
  groups: string[];
  tags: string[];
  without_articles: string[];
  without_groups: string[];
  without_tags: string[];
}

/** Of a promotion what the screens need. */
export interface PromotionRule {
  id: string;
  name: string;
  when: { coupon: boolean; codes: string[]; tenders?: TenderKind[] };
}

/** A promotion that gave something on this basket. */
export interface AppliedPromotion {
  promotion: PromotionRule;
  saving: number;
  uses: number;
  code: string;
  points: number;
}

/** Little is missing and the customer saves more. */
export interface Hint {
  promotion: string;
  name: string;
  saving: number;
  missing_quantity: number;
  missing_amount: number;
  goods: Selection;
}

/** A gift to choose. */
export interface GiftOffer {
  promotion: string;
  name: string;
  goods: Selection;
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

/** How often promotions and codes were used before this basket. */
export interface Usage {
  customer: Record<string, number>;
  day: Record<string, number>;
  total: Record<string, number>;
  codes: Record<string, number>;
}

/** What prices depend on beside goods and rules, as the node knew it when it quoted. */
export interface Known {
  customer: CustomerFacts | null;
  usage: Usage;
  /** Single-use codes that are still unused, and the promotion that each opens. */
  coupons: Record<string, string>;
}

export interface GiftChoice {
  promotion: string;
  article: string;
}

export interface Saved {
  /** The moment the node quoted for. */
  at: number;
  known: Known;
  quote: Quote;
  version: number;
  state: string;
  owner_till: string;
  owner_name: string;
}

export type TenderKind = 'cash' | 'card' | 'store_credit' | 'voucher' | 'on_account';

export interface Tender extends ForeignCash {
  kind: TenderKind;
  amount: number;
  given: number;
  payment: string;
}

export interface Payment {
  id: string;
  basket: string;
  /** intended, asked, approved, declined, unknown; others end like declined. */
  state: string;
  /** What the terminal booked; 0 until it has. */
  amount: number;
  asked_amount: number;
  card: string;
  message: string;
  slip: string;
}

export interface Receipt {
  id: string;
  kind: string;
  type: string;
  till_name: string;
  number: number;
  started_at: number;
  finished_at: number;
  staff_name: string;
  lines: QuoteLine[];
  taxes: TaxSum[];
  tenders: (Tender & { text?: string })[];
  total: number;
  savings: number;
  points: number;
  token: string;
  party: { name: string; street: string; postcode: string; city: string; thanks: string };
  signed: { failure: string; simulated: boolean; transaction: number };
  order?: { id: string; ordered_at: number } | null;
  /** The device's series if it was handed out without the node, else empty or missing. */
  series?: string;
}

export interface SaleAnswer {
  receipt: Receipt;
  url: string;
  change: number;
  print_job: string | null;
  repeated: boolean;
  /** Codes of what the cashier should read, e.g. `tse_down`. */
  notes: string[];
}

/** A receipt as lists show it. */
export interface ReceiptRow {
  id: string;
  till_name: string;
  number: number;
  at: number;
  kind: string;
  total: number;
  staff_name: string;
}

export interface Returnable {
  line: number;
  quantity: number;
  amount: number;
}

export interface Customer {
  id: string;
  number: string;
  name: string;
  phone: string;
  points: number;
  credit?: number;
}

export interface Staff {
  id: string;
  name: string;
  role: string;
}

export type Right = 'allow' | 'approve' | 'deny';

export interface Health {
  state: 'ok' | 'warn' | 'down' | 'off';
  text: string;
}

export interface TillState {
  till: { id: string; name: string; serial: string };
  shop: { id: string; name: string; time_zone: string; day_start: number };
  /** The node's clock. */
  now: number;
  day: { open: boolean; opened_at: number | null; float: number };
  staff: Staff[];
  signed_in: Staff | null;
  health: Record<string, Health>;
  rules_version: number;
  goods_version: number;
  simulated: boolean;
  points_per_euro: number;
  /** `always` or `ask`. */
  print_receipts: string;
  /** Address under which customers reach the node; empty: the one the till uses. */
  public_address: string;
  open_baskets: number;
}

export interface HeldBasket {
  id: string;
  label: string;
  total: number;
  lines: number;
  state: 'open' | 'parked' | 'paying' | 'unknown';
  owner_till: string;
  owner_till_name: string;
  owner_name: string;
  updated_at: number;
  customer: string;
}
