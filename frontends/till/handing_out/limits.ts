import { Failure } from '$shared/api/failure';
import { money } from '$shared/money/money';
import type { OfflineLimits } from '../api/rules';
import type { Quote, Tender } from '../api/types';
import { t, type WordKey } from '../words/t';

const HOUR = 3_600_000;
/** Lines about what only the node knows: receivables and down payments. */
const ALONE: readonly string[] = ['receivable', 'down_payment'];

function limit(code: string, values: Record<string, string | number> = {}): Failure {
  return new Failure(`offline_${code}`, t(`limit.${code}.title` as WordKey, values), t('fail.nothing_booked'), t(`limit.${code}.do` as WordKey, values));
}

/** Whether this till may sell at all without its node. `silent`: ms since the last contact. */
export function refusedAtAll(limits: OfflineLimits, silent: number): Failure | null {
  if (!limits.active) return limit('off');
  if (limits.max_hours && silent > limits.max_hours * HOUR) return limit('hours', { hours: limits.max_hours });
  return null;
}

/** Highest amount of a kind of tender without the node; null: no limit, 0: not at all. */
export function most(limits: OfflineLimits, kind: Tender['kind']): number | null {
  if (kind === 'cash') return null;
  if (kind === 'card') return limits.card_external_limit;
  if (kind === 'voucher') return limits.voucher_limit;
  if (kind === 'store_credit') return limits.store_credit_limit;
  return 0;
}

/** What the office does not allow of this sale; null if it may be handed out. A card that the node has booked is money in the bank. */
export function refusedSale(limits: OfflineLimits, quote: Pick<Quote, 'lines' | 'total'>, tenders: readonly Tender[]): Failure | null {
  if (limits.cash_limit_total && Math.abs(quote.total) > limits.cash_limit_total) return limit('total', { limit: money(limits.cash_limit_total) });
  if (quote.lines.some((line) => line.kind === 'voucher' || line.kind === 'single_voucher')) return limit('voucher_sold');
  if (quote.lines.some((line) => ALONE.includes(line.kind))) return limit('owing');
  if (tenders.some((one) => one.currency)) return limit('kind', { kind: t('foreign.title') });
  if (tenders.some((one) => one.kind === 'on_account')) return limit('kind', { kind: t('pay.kind.on_account') });
  for (const kind of ['card', 'voucher', 'store_credit'] as const) {
    const amount = tenders.filter((one) => one.kind === kind && !(kind === 'card' && one.payment)).reduce((sum, one) => sum + Math.abs(one.amount), 0);
    const allowed = most(limits, kind) ?? amount;
    if (amount > allowed) return allowed ? limit('above', { kind: t(`pay.kind.${kind}`), limit: money(allowed) }) : limit('kind', { kind: t(`pay.kind.${kind}`) });
  }
  return null;
}
