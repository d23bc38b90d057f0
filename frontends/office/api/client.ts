import { Client } from '$shared/api/client';

/** The office speaks to the node with its session cookie. */
export const api = new Client();

export interface Page<R> {
  items: R[];
  /** From 1. */
  page: number;
  size: number;
  total: number;
}

export type Query = Record<string, string | number | boolean | undefined | null>;

/** Path with a query; empty values are left away. */
export function path(base: string, query: Query = {}): string {
  const kept = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== '' && value !== false);
  if (kept.length === 0) return base;
  return `${base}?${new URLSearchParams(kept.map(([name, value]) => [name, String(value)]))}`;
}

/** Address of a file the browser loads by itself (CSV, PDF). */
export const file = (base: string, query: Query = {}): string => `/api/v1${path(base, query)}`;
