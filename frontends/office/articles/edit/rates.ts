import type { TaxSetting } from '../../api/settings';

/** German VAT keys (DSFinV-K annex 2), for people who may edit articles but not see the settings. */
export const RATES: readonly TaxSetting[] = [
  { key: 1, rate: 1900, valid_from: '2021-01-01', label: 'Allgemeiner Steuersatz' },
  { key: 2, rate: 700, valid_from: '2021-01-01', label: 'Ermäßigter Steuersatz' },
  { key: 3, rate: 780, valid_from: '2025-01-01', label: 'Durchschnittsatz (§ 24 Abs. 1 Nr. 3 UStG)' },
  { key: 4, rate: 550, valid_from: '2021-01-01', label: 'Durchschnittsatz (§ 24 Abs. 1 Nr. 1 UStG)' },
  { key: 5, rate: 0, valid_from: '2021-01-01', label: 'Nicht steuerbar' },
  { key: 6, rate: 0, valid_from: '2021-01-01', label: 'Umsatzsteuerfrei' },
  { key: 1000, rate: 0, valid_from: '2021-01-01', label: 'Differenzbesteuerung (§ 25a UStG)' },
];

/** The rate that each key has today: the latest already valid one. */
export function ratesNow(all: readonly TaxSetting[], day: string): TaxSetting[] {
  const found = new Map<number, TaxSetting>();
  for (const rate of [...all].sort((a, b) => a.valid_from.localeCompare(b.valid_from))) if (rate.valid_from <= day) found.set(rate.key, rate);
  return [...found.values()].sort((a, b) => a.key - b.key);
}

/** Historical keys (11, 22, …) stand for old rates of returns; nothing is sold with them. */
export const isSellable = (key: number): boolean => key < 10 || key >= 1000;

/** What an article can be sold with today: the rate and its plain name. */
export function choices(now: readonly TaxSetting[], label: (rate: TaxSetting) => string): { value: string; label: string }[] {
  return now.filter((one) => isSellable(one.key)).map((one) => ({ value: String(one.key), label: label(one) }));
}
