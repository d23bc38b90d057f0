import { api } from './client';

/** A TSE of the shop. 0 and '' stand for what is not known. */
export interface Tse {
  id: string;
  kind: string;
  maker: string;
  name: string;
  place: string;
  form: string;
  certification: string;
  serial: string;
  state: 'ok' | 'warn' | 'down' | 'off';
  text: string;
  phase: 'preparing' | 'in_use' | 'retired';
  simulated: boolean;
  /** Names of the tills that use it. */
  tills: string[];
  commissioned_at: number;
  decommissioned_at: number;
  decommissioned_reason: string;
  expires_at: number;
  signatures_left: number;
  open_transactions: number;
  open_limit: number;
  self_test_due_at: number;
  time_due_at: number;
  archived_at: number;
  archived_to: number;
  alarms: string[];
}

/** What a kind of TSE asks its owner, in the language of the office. */
export interface TseField {
  name: string;
  label: string;
  help: string;
  type: 'text' | 'number' | 'address' | 'choice';
  secret: boolean;
  required: boolean;
  default: string;
  choices: string[];
}

export interface TseKind {
  kind: string;
  maker: string;
  form: string;
  certification: string;
  simulated: boolean;
  fields: TseField[];
}

export interface TillTses {
  id: string;
  name: string;
  /** Ids of its own TSEs in order; empty: all of the shop. */
  signers: string[];
}

export interface TsePage {
  tses: Tse[];
  tills: TillTses[];
  kinds: TseKind[];
}

export interface NewTse {
  id: string;
  kind: string;
  name: string;
  place: string;
  certification: string;
  fields: Record<string, string>;
}

const BASE = '/office/fiscal/tse';
export const tsePage = () => api.get<TsePage>(BASE);
export const testTse = (kind: string, fields: Record<string, string>) => api.post<{ reached: boolean }>(`${BASE}/test`, { kind, fields });
export const setUpTse = (body: NewTse) => api.post<{ tse: Tse; to_note: Record<string, string> }>(BASE, body);
export const noted = (id: string) => api.post<undefined>(`${BASE}/${id}/noted`, {});
export const orderTses = (ids: string[]) => api.put<undefined>(`${BASE}/order`, { ids });
export const retireTse = (id: string, reason: string) => api.post<Tse>(`${BASE}/${id}/retire`, { reason });
export const archiveTse = (id: string) => api.post<{ file: string; first: number; last: number }>(`${BASE}/${id}/archive`, {});
export const checkTseArchive = (id: string) => api.get<string[]>(`${BASE}/${id}/archive-check`);
export const selfTest = (id: string) => api.post<Tse>(`${BASE}/${id}/self-test`, {});
export const assignTses = (till: string, signers: string[]) => api.put<unknown>(`/office/tills/${till}`, { signers });
