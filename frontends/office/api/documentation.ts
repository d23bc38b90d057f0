import { api } from './client';

export interface Edition {
  id: string;
  number: number;
  at: number;
  hash: string;
  changed: string[];
}

export interface OwnText {
  key: string;
  title: string;
  hint: string;
  text: string;
}

export interface Documentation {
  /** Newest first. */
  editions: Edition[];
  texts: OwnText[];
  missing: number;
}

export const documentation = () => api.get<Documentation>('/office/fiscal/documentation');
export const saveOwnText = (key: string, text: string) => api.put<Documentation>(`/office/fiscal/documentation/texts/${key}`, { text });
export const editionPdf = (id: string) => `/api/v1/office/fiscal/documentation/${id}.pdf`;
