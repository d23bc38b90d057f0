import { api } from './client';

/** One line of state for each section of the area. */
export interface SectionLine {
  name: string;
  state: 'ok' | 'warn' | 'down' | 'off';
  text: string;
}

export interface Drawer {
  till: string;
  name: string;
  serial: string;
  /** Cents that should be in the drawer now. */
  expected: number;
  open: boolean;
}

export interface CashCheck {
  id: string;
  at: number;
  till: string;
  till_name: string;
  staff_name: string;
  present: string;
  /** Value in cents → pieces. */
  coins: Record<string, number>;
  counted: number;
  expected: number;
  difference: number;
}

export interface CashNow {
  at: number;
  drawers: Drawer[];
  checks: CashCheck[];
}

export interface Pass {
  id: string;
  name: string;
  made_at: number;
  ends_at: number;
  by_name: string;
  state: 'open' | 'ended' | 'revoked';
}

export interface Look {
  at: number;
  seq: number;
  what: string;
  path: string;
}

export const sectionLines = () => api.get<SectionLine[]>('/office/fiscal');
export const cashNow = () => api.get<CashNow>('/office/fiscal/cash');
export const checkCash = (body: { id: string; till: string; coins: Record<string, number>; amount: number; present: string }) =>
  api.post<CashCheck>('/office/fiscal/cash', body, { repeat: true });
export const cashCheckPdf = (id: string) => `/api/v1/office/fiscal/cash/${id}.pdf`;
export const printCashCheck = (id: string) => api.post<{ print_job: string }>(`/office/fiscal/cash/${id}/print`, { printer: '' });
export const passes = () => api.get<Pass[]>('/office/fiscal/passes');
/** The code is in this answer and nowhere else. */
export const issuePass = (name: string, hours: number) => api.post<{ code: string; given: Pass }>('/office/fiscal/passes', { name, hours });
export const revokePass = (id: string) => api.post<Pass[]>(`/office/fiscal/passes/${id}/revoke`);
export const looksOf = (id: string) => api.get<Look[]>(`/office/fiscal/passes/${id}/looks`);

export interface Archive {
  folder: string;
  closings: number;
  last_day: string;
  /** Why the last closing is not archived; empty if it is. */
  trouble: string;
  verifying: boolean;
  verified_at: number;
  sound: boolean;
  files: number;
  head: string;
  faults: string[];
  notes: string[];
}

export const archive = () => api.get<Archive>('/office/fiscal/archive');
export const verifyArchive = () => api.post<Archive>('/office/fiscal/archive/verification');
