import { api, file, path } from './client';

export const REPORTS = ['day', 'hour', 'weekday', 'group', 'article', 'staff', 'till', 'tender', 'tax'] as const;
export type ReportName = (typeof REPORTS)[number];

export interface ReportValues {
  /** Gross turnover, cents. */
  amount: number;
  /** Net and VAT, cents; 0 in the report by tender. */
  net: number;
  vat: number;
  receipts: number;
  /** Thousandths. */
  quantity: number;
}

export interface ReportRow {
  /** day: YYYY-MM-DD, hour: 0..23, weekday: 1 (Monday)..7, tax: VAT key, else an id. */
  key: string;
  /** Name in the asked language (day, hour, weekday: empty, the office writes them). */
  label: string;
  colour: string;
  values: ReportValues;
  /** The same of the period it is compared with; null without comparison. */
  previous: ReportValues | null;
}

export interface Report {
  name: ReportName;
  from: string;
  to: string;
  previous_from: string | null;
  previous_to: string | null;
  rows: ReportRow[];
  totals: ReportValues;
  previous_totals: ReportValues | null;
}

export interface ReportQuestion {
  from: string;
  to: string;
  /** `previous` (as many days before), `year` (same days a year ago, same weekday) or empty. */
  compare: '' | 'previous' | 'year';
  till: string;
}

export const report = (name: ReportName, question: ReportQuestion, signal?: AbortSignal) =>
  api.get<Report>(path(`/office/reports/${name}`, { ...question }), { timeout: 60_000, ...(signal ? { signal } : {}) });
export const reportCsv = (name: ReportName, question: ReportQuestion) => file(`/office/reports/${name}.csv`, { ...question });
