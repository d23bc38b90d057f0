import { describe, expect, it } from 'vitest';
import type { QuoteLine, Tender } from '../api/types';
import { USUAL_LIMITS } from '../shell/house.svelte';
import { refusedAtAll, refusedSale } from './limits';

const tender = (kind: Tender['kind'], amount: number, payment = ''): Tender => ({ kind, amount, given: 0, payment });
const sold = (total: number, kind = 'goods') => ({ total, lines: [{ kind, amount: total } as QuoteLine] });
const sale = (limits: Partial<typeof USUAL_LIMITS>, total: number, ...tenders: Tender[]) => refusedSale({ ...USUAL_LIMITS, ...limits }, sold(total), tenders)?.code ?? '';

describe('without the node', () => {
  it.each([
    [{}, 0, ''],
    [{ active: false }, 0, 'offline_off'],
    [{ max_hours: 8 }, 8 * 3_600_000, ''],
    [{ max_hours: 8 }, 8 * 3_600_000 + 1, 'offline_hours'],
  ])('%j after %i ms of silence: %s', (limits, silent, code) => {
    expect(refusedAtAll({ ...USUAL_LIMITS, ...limits }, silent)?.code ?? '').toBe(code);
  });

  it('takes cash up to the highest total, for refunds as for sales', () => {
    expect(sale({}, 999_999, tender('cash', 999_999))).toBe('');
    expect(sale({ cash_limit_total: 10_000 }, 10_000, tender('cash', 10_000))).toBe('');
    expect(sale({ cash_limit_total: 10_000 }, 10_001, tender('cash', 10_001))).toBe('offline_total');
    expect(sale({ cash_limit_total: 10_000 }, -10_001, tender('cash', -10_001))).toBe('offline_total');
  });

  it.each([
    ['card', 'card_external_limit'],
    ['voucher', 'voucher_limit'],
    ['store_credit', 'store_credit_limit'],
  ] as const)('takes %s only where the office allows it, all of a kind together', (kind, name) => {
    expect(sale({}, 500, tender(kind, 500))).toBe('offline_kind');
    expect(sale({ [name]: 500 }, 500, tender(kind, 250), tender(kind, 250))).toBe('');
    expect(sale({ [name]: 500 }, 501, tender(kind, 250), tender(kind, 251))).toBe('offline_above');
  });

  it('counts a card payment that the node has booked already', () => {
    expect(sale({}, 500, tender('card', 500, 'payment-1'))).toBe('');
  });

  it('neither sells nor redeems a voucher whose VAT is paid: only the node knows what is left', () => {
    expect(refusedSale(USUAL_LIMITS, sold(500, 'single_voucher'), [tender('cash', 500)])?.code).toBe('offline_voucher_sold');
    expect(refusedSale(USUAL_LIMITS, sold(-500, 'single_voucher'), [])?.code).toBe('offline_voucher_sold');
  });

  it('sells no vouchers: their codes are made by the node', () => {
    expect(refusedSale(USUAL_LIMITS, sold(5000, 'voucher'), [tender('cash', 5000)])?.code).toBe('offline_voucher_sold');
  });
});
