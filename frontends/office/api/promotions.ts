import { api, file, path, type Page } from './client';
import type { Article } from './articles';

/** Field names as in `tresen.core.promotion`. Quantities in thousandths, money in cents, percent in hundredths. */
export interface Selection {
  articles: string[];
  groups: string[];
  tags: string[];
  without_articles: string[];
  without_groups: string[];
  without_tags: string[];
}
export interface Part {
  goods: Selection;
  quantity: number;
  rewarded: boolean;
}
export interface Hours {
  start: string;
  until: string;
}
export interface Step {
  value: number;
  from_quantity: number;
  from_amount: number;
}
export type Way = 'percent' | 'amount' | 'fixed_price' | 'points' | 'points_per_euro' | 'coupon';
export type Reach = 'each' | 'set' | 'basket';
export type Stacking = 'best' | 'exclusive' | 'stackable';
export interface Action {
  way: Way;
  value: number;
  reach: Reach;
  set_size: number;
  first: number;
  last: number;
  parts: Part[];
  scale: Step[];
  gifts: Selection | null;
  coupon: string;
  coupon_days: number;
}
export interface Conditions {
  min_quantity: number;
  min_amount: number;
  basket_amount: number;
  customer_groups: string[];
  tiers: string[];
  known_customer: boolean;
  first_purchase: boolean;
  birthday_month: boolean;
  coupon: boolean;
  codes: string[];
  valid_from: string;
  valid_to: string;
  weekdays: number[];
  hours: Hours[];
  shops: string[];
  channels: string[];
  tenders: string[];
}
export interface Limits {
  per_sale: number;
  per_customer: number;
  per_day: number;
  per_code: number;
  total: number;
  max_saving: number;
}
export interface Promotion {
  id: string;
  name: string;
  action: Action;
  goods: Selection;
  when: Conditions;
  limits: Limits;
  stacking: Stacking;
  group: string;
  priority: number;
  regular_only: boolean;
  hint: boolean;
  active: boolean;
}
export interface StoredPromotion {
  promotion: Promotion;
  /** Journal number of the last change; sent back with PUT (409 `changed_meanwhile`). */
  version: number;
}
export type PromotionState = 'running' | 'planned' | 'ended' | 'off';
export interface PromotionRow extends StoredPromotion {
  state: PromotionState;
  /** Receipts and cents of the last thirty days. */
  uses: number;
  saving: number;
}
export interface PromotionVersion {
  seq: number;
  at: number;
  actor_name: string;
  promotion: Promotion;
  deleted: boolean;
}

/** What the office needs of a quote (`tresen.core.quote.Quote`). */
export interface QuoteLine {
  n: number;
  name: string;
  quantity: number;
  unit: string;
  list_amount: number;
  amount: number;
  deposit_of: number;
  adjustments: { kind: string; amount: number; label: string; cause: string }[];
}
export interface Quote {
  lines: QuoteLine[];
  total: number;
  savings: number;
  points: number;
  coupons: { name: string }[];
  offers: { promotion: string; name: string }[];
  promotions: { promotion: { id: string }; points: number }[];
}
export interface CustomerFacts {
  id: string;
  group: string;
  tier: string;
  first_purchase: boolean;
  birthday_month: number;
}
export interface PreviewQuestion {
  promotion: Promotion;
  lines: { article: string; quantity: number }[];
  /** Local wall time, empty: now. */
  at: string;
  customer: CustomerFacts | null;
  tender: string;
}

export interface TrialResult {
  receipts: number;
  looked_at: number;
  every: number;
  exact: number;
  rebuilt: number;
  hit: number;
  saving: number;
  turnover: number;
  margin_before: number;
  margin_after: number;
  cost_known: number;
  points: number;
  stopped: boolean;
  assumes_code: boolean;
  articles: { id: string; name: string; quantity: number; saving: number }[];
  examples: { id: string; till: string; number: number; business_day: string; before: number; after: number; pieces: number }[];
}
export interface Trial {
  id: string;
  state: 'running' | 'done' | 'stopped' | 'failed';
  done: number;
  total: number;
  result: TrialResult | null;
}

export interface Effect {
  before_first: string;
  before_last: string;
  uses: number;
  saving: number;
  points: number;
  receipts: number;
  amount: number;
  amount_before: number;
  days: { day: string; uses: number; saving: number }[];
  articles: { id: string; name: string; amount: number; quantity: number; amount_before: number; quantity_before: number }[];
}

export const promotions = () => api.get<PromotionRow[]>('/office/promotions');
export const promotion = (id: string) => api.get<StoredPromotion>(`/office/promotions/${id}`);
export const createPromotion = (made: Promotion) => api.post<StoredPromotion>('/office/promotions', { promotion: made }, { repeat: true });
export const savePromotion = (changed: Promotion, version: number) => api.put<StoredPromotion>(`/office/promotions/${changed.id}`, { promotion: changed, version });
export const switchPromotion = (id: string, active: boolean) => api.post<StoredPromotion>(`/office/promotions/${id}/switch`, { active });
export const deletePromotion = (id: string) => api.delete<void>(`/office/promotions/${id}`);
export const promotionHistory = (id: string) => api.get<PromotionVersion[]>(`/office/promotions/${id}/history`);
export const preview = (question: PreviewQuestion) => api.post<{ before: Quote; after: Quote }>('/office/promotions/preview', question);
export const beginTrial = (id: string, draft: Promotion, first: string, last: string) => api.post<Trial>('/office/promotions/trials', { id, promotion: draft, first, last });
export const trial = (id: string) => api.get<Trial>(`/office/promotions/trials/${id}`);
export const stopTrial = (id: string) => api.delete<Trial>(`/office/promotions/trials/${id}`);
export const promotionEffect = (id: string, from: string, to: string) => api.get<Effect>(path(`/office/promotions/${id}/effect`, { from, to }));

export interface PriceList {
  id: string;
  name: string;
  /** Higher decides first. */
  priority: number;
  active: boolean;
  groups: string[];
  shops: string[];
  channels: string[];
  valid_from: string;
  valid_to: string;
}
export interface PriceListRow {
  price_list: PriceList;
  version: number;
  articles: number;
}
export interface ListedPrice {
  article: string;
  number: string;
  name: string;
  usual: number;
  per: number;
  unit: string;
  price: Article['prices'][number];
}
export const priceLists = () => api.get<PriceListRow[]>('/office/price-lists');
export const createPriceList = (made: PriceList) => api.post<PriceListRow>('/office/price-lists', { price_list: made }, { repeat: true });
export const savePriceList = (changed: PriceList, version: number) => api.put<PriceListRow>(`/office/price-lists/${changed.id}`, { price_list: changed, version });
export const deletePriceList = (id: string) => api.delete<void>(`/office/price-lists/${id}`);
export const listedPrices = (id: string, page = 1) => api.get<Page<ListedPrice>>(path(`/office/price-lists/${id}/prices`, { page }));

export interface CouponBatch {
  id: string;
  number: number;
  promotion: string;
  name: string;
  /** 0: issued at the till, each with a receipt. */
  count: number;
  valid_from: string;
  valid_to: string;
  made_at: number;
  active: boolean;
}
export interface BatchRow {
  batch: CouponBatch;
  promotion_name: string;
  used: number;
}
export interface Code {
  code: string;
  /** In groups of four. */
  shown: string;
  used: boolean;
}
export const batches = () => api.get<BatchRow[]>('/office/coupon-batches');
export const createBatch = (made: { id: string; promotion: string; name: string; count: number; valid_from: string; valid_to: string }) =>
  api.post<CouponBatch>('/office/coupon-batches', made, { repeat: true });
export const switchBatch = (id: string, active: boolean) => api.post<CouponBatch>(`/office/coupon-batches/${id}/switch`, { active });
export const codes = (id: string, page = 1, size = 50) => api.get<Page<Code>>(path(`/office/coupon-batches/${id}/codes`, { page, size }));
export const codesFile = (id: string) => file(`/office/coupon-batches/${id}/codes.csv`);

export interface CouponState {
  code: string;
  promotion: string;
  /** Of the promotion. */
  name: string;
  single: boolean;
  valid_to: string;
}
export const couponState = (code: string) => api.get<CouponState>(`/office/coupons/${encodeURIComponent(code)}`);
