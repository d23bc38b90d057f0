import type { ReportName, ReportRow } from '../api/reports';
import { shortDay, weekdayName } from '../format/when';
import { t } from './words';

/** Reports over time are columns; the others are shares, largest first. */
export const OVER_TIME: readonly ReportName[] = ['day', 'hour', 'weekday'];

/** What a row is called on screen. */
export function nameOf(report: ReportName, row: Pick<ReportRow, 'key' | 'label'>): string {
  if (report === 'day') return shortDay(row.key);
  if (report === 'hour') return t('hour', { hour: row.key });
  if (report === 'weekday') return weekdayName(Number(row.key));
  return row.label || t('without');
}

/** The same for the axis of a chart. */
export function shortOf(report: ReportName, row: Pick<ReportRow, 'key' | 'label'>): string {
  if (report === 'day') return `${Number(row.key.slice(8))}.${Number(row.key.slice(5, 7))}.`;
  if (report === 'hour') return row.key;
  if (report === 'weekday') return weekdayName(Number(row.key), 'short');
  return row.label;
}
