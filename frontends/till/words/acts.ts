import { t, type WordKey } from './t';

const KNOWN = ['discount', 'price', 'void', 'abort', 'refund', 'refund_without_receipt', 'no_sale', 'cash_in', 'cash_out', 'close', 'training', 'report', 'take_over'];

/** The name of an act that may need approval; an act this till does not know yet is "this action". */
export function actName(act: string): string {
  return KNOWN.includes(act) ? t(`act.${act}` as WordKey) : t('act.other');
}
