import { api } from './client';

export interface Export {
  id: string;
  /** Business days; empty: from the first, to the last. */
  first: string;
  last: string;
  /** Id of a till; empty: all. */
  till: string;
  begun_at: number;
  staff: string;
  state: 'running' | 'ready' | 'failed';
  /** Receipts. */
  done: number;
  total: number;
  /** Bytes. */
  size: number;
  failure: string;
  url: string;
}

export interface FiscalSettings {
  bon_storno: '0' | '1';
  decimals: 2 | 5;
  ref_datum: 'timestamp' | 'date';
}

export interface Dsfinvk {
  tills: { id: string; name: string }[];
  settings: FiscalSettings;
  exports: Export[];
}

export const dsfinvk = () => api.get<Dsfinvk>('/office/fiscal/dsfinvk');
export const beginExport = (first: string, last: string, till: string) =>
  api.post<Export>('/office/fiscal/dsfinvk/exports', { first, last, till });
export const saveFiscal = (settings: FiscalSettings) => api.put<Dsfinvk>('/office/fiscal/dsfinvk/settings', settings);
