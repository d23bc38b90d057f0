import { api, path } from './client';

export type QueueState = 'waiting' | 'working' | 'failed' | 'done';

export interface QueueItem {
  id: string;
  /** `print`, `mail`, `hook`, `stream`. */
  queue: string;
  state: QueueState;
  /** What it is, e.g. "Beleg 1-00042 drucken". In the asked language. */
  text: string;
  /** Why it did not work, in plain words; empty if it did. */
  reason: string;
  created_at: number;
  /** Next try by itself; null when done. */
  due_at: number | null;
  tries: number;
  printer: string;
  printer_name: string;
  receipt: string;
  receipt_number: number;
}

export interface QueueList {
  counts: { queue: string; state: QueueState; count: number }[];
  /** Newest first, at most 200. */
  items: QueueItem[];
}

export const queues = (filter: { queue?: string; state?: string }) => api.get<QueueList>(path('/office/queues', filter));
/** With a printer: moves the job to it first. */
export const retry = (id: string, printer = '') => api.post<QueueItem>(`/office/queues/${id}/retry`, printer ? { printer } : {});
