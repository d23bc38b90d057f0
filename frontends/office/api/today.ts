import { api, path } from './client';
import type { ReceiptRow } from './receipts';

export type State = 'ok' | 'warn' | 'down' | 'off';

/** Today beside the same weekday of last week, counted to the same time of day. */
export interface Versus {
  now: number;
  last_week: number;
}

export interface TodayTill {
  id: string;
  name: string;
  open: boolean;
  opened_at: number | null;
  /** What should be in the drawer, cents. */
  drawer: number;
  turnover: number;
  receipts: number;
  last_contact: number | null;
  staff_name: string;
}

export interface Health {
  what: 'node' | 'tse' | 'printer' | 'terminal' | 'queue';
  name: string;
  state: State;
  text: string;
  simulated: boolean;
}

export interface Mover {
  article: string;
  number: string;
  name: string;
  unit: string;
  quantity: number;
  amount: number;
}

export interface StockAlert {
  article: string;
  number: string;
  name: string;
  unit: string;
  place: string;
  place_name: string;
  quantity: number;
  minimum: number;
  kind: 'negative' | 'low';
}

export interface Today {
  business_day: string;
  at: number;
  turnover: Versus;
  /** Whole day last week, cents. */
  turnover_last_week_day: number;
  receipts: Versus;
  /** Average basket, cents. */
  basket: Versus;
  /** All hours from the first to the last of either day. */
  hours: { hour: number; now: number; last_week: number; receipts: number }[];
  groups: { id: string; name: string; colour: string; amount: number; quantity: number }[];
  tenders: { kind: string; amount: number; count: number }[];
  tills: TodayTill[];
  health: Health[];
  /** Newest first, up to 10. */
  latest: ReceiptRow[];
  /** Up to 8, by amount. */
  movers: Mover[];
  stock_alerts: StockAlert[];
}

export const today = (till = '') => api.get<Today>(path('/office/today', { till }));

/** Events: `today` with a whole Today (at most one a second), `receipt` with a ReceiptRow. */
export const todayEvents = '/api/v1/office/today/events';
