import { api, path } from './client';

/** What a till handed out and the node would have done differently. */
export interface Deviation {
  id: string;
  seq: number;
  code: string;
  /** What differs, and what to do, in the reader's language. */
  text: string;
  do: string;
  at: number;
  business_day: string;
  till: string;
  till_name: string;
  staff_name: string;
  /** Id of the receipt, empty if it is about none. */
  receipt: string;
  number: number;
  settled: { at: number; staff_name: string; decision: string } | null;
}
export interface DeviationList {
  items: Deviation[];
  total: number;
  open: number;
  /** Continues behind the last one, 0 if there are no more. */
  next: number;
}
/** What became of each receipt of a rescue file. */
export interface Rescued {
  booked: number;
  known: number;
  refused: number;
  items: { id: string; number: number; total: number; state: string; text: string }[];
}

export function importRescue(rescue: File): Promise<Rescued> {
  const form = new FormData();
  form.set('file', rescue);
  return api.post('/office/rescue', form, { timeout: 120_000 });
}
export const deviations = (filter: { state: string; before?: number }) => api.get<DeviationList>(path('/office/deviations', filter));
export const settleDeviation = (id: string, decision: string) => api.post<Deviation>(`/office/deviations/${id}/settle`, { decision });
