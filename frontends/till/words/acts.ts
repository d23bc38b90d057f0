import { t, type WordKey } from './t';

const KNOWN = ['discount', 'discount_above_limit', 'price_override', 'void_line', 'abort', 'refund', 'refund_without_receipt', 'no_sale', 'cash_in', 'cash_out', 'open_day', 'close_day', 'training', 'x_report', 'reprint', 'take_over', 'customer_create', 'staff_benefit', 'sell'];

/** The name of an act that may need approval; an act this till does not know yet is "this action". */
export function actName(act: string): string {
  return KNOWN.includes(act) ? t(`act.${act}` as WordKey) : t('act.other');
}
