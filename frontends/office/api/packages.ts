import { api } from './client';

/** A package that is made or was; `step`: what is under way, then `done` or `failed`. */
export interface AuditPackage {
  id: string;
  first: string;
  last: string;
  made_at: number;
  step: 'dsfinvk' | 'tse' | 'documentation' | 'protocols' | 'verify' | 'check' | 'pack' | 'done' | 'failed';
  size: number;
  files: number;
  /** What the checkers found. */
  faults: number;
  index: string;
  trouble: string;
  notes: string[];
}

export const auditPackages = () => api.get<AuditPackage[]>('/office/fiscal/packages');
export const makePackage = (body: { id: string; first: string; last: string }) => api.post<AuditPackage>('/office/fiscal/packages', body, { repeat: true });
export const packageFile = (id: string) => `/api/v1/office/fiscal/packages/${id}.zip`;
