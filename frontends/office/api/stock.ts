import { api, path, type Page } from './client';

export interface Place {
  id: string;
  name: string;
}

export interface StockRow {
  article: string;
  number: string;
  name: string;
  unit: string;
  group_name: string;
  /** Over all places, thousandths. */
  quantity: number;
  minimum: number | null;
  /** Purchase value, cents; null where the cost is unknown. */
  value: number | null;
  state: 'ok' | 'low' | 'negative';
  places: { place: string; quantity: number }[];
}

export type StockPage = Page<StockRow> & {
  places: Place[];
  /** Over all found articles, cents. */
  value: number;
  negative: number;
  low: number;
};

export interface Movement {
  seq: number;
  at: number;
  /** Signed thousandths: in is positive. */
  quantity: number;
  place: string;
  place_name: string;
  kind: 'sale' | 'return' | 'receive' | 'count' | 'loss' | 'own_use' | 'transfer' | 'undo';
  reason: string;
  note: string;
  actor_name: string;
  receipt: string;
  receipt_number: number;
  /** After this movement at this place, thousandths. */
  balance: number;
}

export interface StockAct {
  id: string;
  /** `receive`: adds; `count`: the place now holds exactly this; `adjust`: signed difference; `transfer`: place → to. */
  kind: 'receive' | 'count' | 'adjust' | 'transfer';
  place: string;
  to?: string;
  reason: string;
  note: string;
  lines: { article: string; quantity: number; cost?: number | null }[];
}

export interface StockDone {
  /** Journal number; names the act for undo. */
  entry: number;
  lines: { article: string; difference: number; quantity: number }[];
}

export const stock = (filter: { q?: string; place?: string; group?: string; state?: string; page?: number; size?: number }) =>
  api.get<StockPage>(path('/office/stock', filter));
/** Newest first. */
export const movements = (article: string, page = 1) =>
  api.get<Page<Movement> & { article: StockRow; places: Place[] }>(path(`/office/stock/${article}/movements`, { page }));
export const moveStock = (act: StockAct) => api.post<StockDone>('/office/stock/movements', act, { repeat: true });
/** Writes the counter-movement. */
export const undoStock = (entry: number) => api.post<StockDone>(`/office/stock/movements/${entry}/undo`);
export const places = () => api.get<Place[]>('/office/places');
