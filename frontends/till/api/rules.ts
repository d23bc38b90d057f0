import type { EngineRules } from '../engine/questions';
import type { CodeRule, Group, ReasonKind, Right, Staff } from './types';

/** What the office allows a till while it cannot reach its node. Cents; 0 is said beside each. */
export interface OfflineLimits {
  active: boolean;
  /** Highest total of one sale, 0: no limit. */
  cash_limit_total: number;
  /** Highest amount paid with vouchers in one sale, 0: none. */
  voucher_limit: number;
  points: boolean;
  /** Highest amount paid with store credit in one sale, 0: none. */
  store_credit_limit: number;
  /** Highest amount on a terminal that stands alone, 0: no cards. */
  card_external_limit: number;
  /** Hours without contact after which the till stops, 0: no limit. */
  max_hours: number;
}

/** What the till goes by beside goods and customers, one document. */
export interface RulesDocument {
  version: number;
  /** Id of the engine that the node quotes with. */
  engine: string;
  promotions: EngineRules['promotions'];
  price_lists: EngineRules['price_lists'];
  named_articles: string[];
  groups: Group[];
  tax: { key: number; rate: number; valid_from: string; label: string }[];
  instore_rules: CodeRule[];
  favourites: string[];
  reasons: Partial<Record<ReasonKind, string[]>>;
  settings: EngineRules['settings'];
  shop: { id: string; name: string; time_zone: string; day_start: number; party: Record<string, unknown> };
  till: { id: string; name: string; serial: string; place: string; printer: string };
  staff: (Staff & { language: string })[];
  rights: Record<string, Record<string, Right>>;
  offline: OfflineLimits;
  customer_groups: { id: string; name: string }[];
  tiers: { id: string; name: string; from_points: number }[];
  /** What the till takes in cash beside euro; `rate`: millionths of a euro for one unit. */
  currencies?: { code: string; name: string; rate: number }[];
  /** Whose tips the till takes; missing: none. */
  tips?: 'off' | 'staff' | 'owner';
  print_receipts: string;
  public_address: string;
  /** Businesses that the shop sells for. */
  agencies?: object[];
}
