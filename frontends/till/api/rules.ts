import type { EngineRules } from '../engine/questions';
import type { CodeRule, Group, ReasonKind, Right, Staff } from './types';

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
  settings: { points_per_euro: number; line_discount_limit: number };
  shop: { id: string; name: string; time_zone: string; day_start: number; party: Record<string, unknown> };
  till: { id: string; name: string; serial: string; place: string; printer: string };
  staff: (Staff & { language: string })[];
  rights: Record<string, Record<string, Right>>;
  offline: {
    active: boolean;
    cash_limit_total: number;
    voucher_limit: number;
    points: boolean;
    store_credit_limit: number;
    card_external_limit: number;
    max_hours: number;
  };
  customer_groups: { id: string; name: string }[];
  tiers: { id: string; name: string; from_points: number }[];
  print_receipts: string;
  public_address: string;
}
