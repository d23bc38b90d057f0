import { api } from './client';

export interface ImportColumn {
  /** As it stands in the file's first row. */
  name: string;
  /** The field it was recognised as, or null: is left away. */
  field: string | null;
  sample: string;
}

export interface ImportError {
  /** Row in the file, from 2 (1 is the heading). */
  row: number;
  column: string;
  value: string;
  /** A sentence in the asked language. */
  message: string;
}

export interface ImportChange {
  row: number;
  number: string;
  name: string;
  kind: 'new' | 'changed' | 'unchanged' | 'error';
  /** Of changed rows: what changes. Values raw (ints with units) as in ArticleRecord. */
  fields: { field: string; old: unknown; new: unknown }[];
}

export interface ImportCounts {
  new: number;
  changed: number;
  unchanged: number;
  errors: number;
}

export interface ImportCheck {
  id: string;
  file: string;
  format: 'csv' | 'xlsx';
  rows: number;
  columns: ImportColumn[];
  /** Fields a column may be mapped to; `required` ones must be. */
  fields: { field: string; required: boolean }[];
  /** Required fields without a column: nothing can be applied. */
  missing: string[];
  errors: ImportError[];
  /** At most 500 of each kind; `counts` has all. */
  changes: ImportChange[];
  counts: ImportCounts;
}

export interface ImportRun {
  id: string;
  file: string;
  actor_name: string;
  state: 'checked' | 'running' | 'applied' | 'undoing' | 'undone' | 'failed';
  at: number;
  done: number;
  total: number;
  counts: ImportCounts;
  /** Failure in plain words, else empty. */
  error: string;
  undoable: boolean;
  /** Articles left as they are by the undo because someone changed them afterwards. */
  kept: { number: string; name: string }[];
}

/** Multipart: `file`, `dry_run`="true", `columns` = JSON {column name: field or null}, absent on the first look. */
export function checkImport(chosen: File, columns?: Record<string, string | null>): Promise<ImportCheck> {
  const form = new FormData();
  form.set('file', chosen);
  form.set('dry_run', 'true');
  if (columns) form.set('columns', JSON.stringify(columns));
  return api.post('/office/articles/import', form, { timeout: 120_000 });
}

/** Rows with errors are left away; the rest is one journal entry per article, in one import. Answers at once. */
export const applyImport = (id: string) => api.post<ImportRun>(`/office/imports/${id}/apply`);
export const undoImport = (id: string) => api.post<ImportRun>(`/office/imports/${id}/undo`);
export const importRun = (id: string) => api.get<ImportRun>(`/office/imports/${id}`);
/** The latest 20, newest first. */
export const importRuns = () => api.get<ImportRun[]>('/office/imports');
