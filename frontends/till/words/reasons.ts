import { t, type WordKey } from './t';

const KNOWN = ['storage_full', 'printer_missing', 'terminal_missing', 'tse_certificate_expires', 'tse_other_signs', 'no_tse_is_set_up', 'paper_out', 'paper_low', 'cover_open', 'unreachable'];

/** Why a device is not well: known reasons in the cashier's language, others as the device said them. */
export function reasonText(reason: string): string {
  const key = reason.trim().toLowerCase().replace(/[\s-]+/g, '_');
  return KNOWN.includes(key) ? t(`reason.${key}` as WordKey) : reason;
}
