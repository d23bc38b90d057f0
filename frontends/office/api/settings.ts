import { api } from './client';

export interface ShopSettings {
  name: string;
  street: string;
  postcode: string;
  city: string;
  country: string;
  tax_number: string;
  vat_id: string;
  phone: string;
  /** Kleinunternehmer (§ 19 UStG): everything is exempt. */
  small_business: boolean;
}

export interface TaxSetting {
  key: number;
  rate: number;
  valid_from: string;
  label: string;
  /** What receipts say about the key. */
  note?: string;
}

/** Another business that the shop sells for. `number` is for ever. */
export interface Agency {
  number: number;
  name: string;
  street: string;
  postcode: string;
  city: string;
  country: string;
  tax_number: string;
  vat_id: string;
  active: boolean;
}

export const REASONS = ['discount', 'price', 'return', 'void', 'abort', 'no_sale', 'cash_in', 'cash_out', 'surcharge', 'stock'] as const;
export type ReasonList = (typeof REASONS)[number];

export interface Settings {
  shop: ShopSettings;
  tax: TaxSetting[];
  reasons: Record<ReasonList, string[]>;
  /** Article ids in order. */
  favourites: string[];
  receipt: { heading: string; thanks: string; returns: string; show_savings: boolean };
  points: { active: boolean; points_per_euro: number; point_value: number };
  /** Address customers reach the receipt page at, e.g. https://laden.example; empty: the node's own. */
  public_address: string;
  customer_groups: { id: string; name: string }[];
  /** By `from_points`; 0: given by hand only. */
  tiers: { id: string; name: string; from_points: number }[];
  offline: OfflineLimits;
  agencies: Agency[];
  /** Gastronomy: the till asks whether goods are eaten here or taken away. */
  eat_in: boolean;
  invoices: InvoiceSettings;
  /** Whose tips the tills take. */
  tips: 'off' | 'staff' | 'owner';
  /** Cash beside euro; `rate`: millionths of a euro for one unit. */
  currencies: { code: string; name: string; rate: number }[];
}

/** How invoices are numbered and who may ask for one; see `tresen.masterdata.kinds.InvoiceSettings`. */
export interface InvoiceSettings {
  prefix: string;
  self_service: boolean;
  months: number;
  contact: string;
  phone: string;
  mail: string;
}

/** What a till may do without its node. Cents; see `tresen.masterdata.kinds.OfflineLimits`. */
export interface OfflineLimits {
  active: boolean;
  cash_limit_total: number;
  voucher_limit: number;
  points: boolean;
  store_credit_limit: number;
  card_external_limit: number;
  max_hours: number;
}

export type SettingsPart = keyof Settings;

export interface Token {
  id: string;
  name: string;
  scopes: string[];
  created_at: number;
  last_used_at: number | null;
  revoked_at: number | null;
  /** Last four characters. */
  hint: string;
}

export interface TokenList {
  items: Token[];
  /** What may be given; label in the asked language. */
  scopes: { id: string; label: string }[];
}

export const settings = () => api.get<Settings>('/office/settings');
/** The whole part is replaced; answers all settings. Body: {"value": …}. */
export const saveSettings = <P extends SettingsPart>(part: P, value: Settings[P]) => api.put<Settings>(`/office/settings/${part}`, { value });
export const tokens = () => api.get<TokenList>('/office/tokens');
/** `secret` is shown this once. */
export const createToken = (name: string, scopes: string[]) => api.post<Token & { secret: string }>('/office/tokens', { name, scopes });
export const revokeToken = (id: string) => api.delete<void>(`/office/tokens/${id}`);
