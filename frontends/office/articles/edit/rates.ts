import type { TaxSetting } from '../../api/settings';

/** German VAT keys (DSFinV-K annex 2), for people who may edit articles but not see the settings. */
export const RATES: readonly TaxSetting[] = [
  { key: 1, rate: 1900, valid_from: '2021-01-01', label: 'Allgemeiner Steuersatz' },
  { key: 2, rate: 700, valid_from: '2021-01-01', label: 'Ermäßigter Steuersatz' },
  { key: 5, rate: 0, valid_from: '2021-01-01', label: 'Nicht steuerbar' },
];

/** The rate that each key has today: the latest already valid one. */
export function ratesNow(all: readonly TaxSetting[], day: string): TaxSetting[] {
  const found = new Map<number, TaxSetting>();
  for (const rate of [...all].sort((a, b) => a.valid_from.localeCompare(b.valid_from))) if (rate.valid_from <= day) found.set(rate.key, rate);
  return [...found.values()].sort((a, b) => a.key - b.key);
}
