import { asFailure, type Failure } from '$shared/api/failure';
import { money } from '$shared/money/money';
import { node } from '../api/node';
import type { Basket, SaleAnswer, Tender } from '../api/types';
import { open } from '../basket/basket.svelte';
import { approvals } from '../staff/approval.svelte';
import { announce } from '../shell/announce.svelte';
import { play } from '../sound/sound';
import { device } from '../storage/device';
import { t } from '../words/t';

/** A complete sale as it is written to the device before it is sent for the first time. */
interface Sale {
  basket: Basket;
  tenders: Tender[];
  total: number;
  print: boolean;
  training: boolean;
  approval: string;
  /** For which moment, by which engine and rules the agreed quote was made. */
  quoted_at?: number;
  engine?: string;
  rules_version?: number;
}

/** Brings a paid sale to the node: stored first, sent with the same id until it is answered, never twice. */
class Selling {
  /** Being sent. */
  sale = $state.raw<Sale | null>(null);
  /** The node did not answer; it is tried again and again. */
  waiting = $state(false);
  answer = $state.raw<SaleAnswer | null>(null);
  failure = $state.raw<Failure | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** After a reload: a sale that was stored and not answered goes first. */
  async resume(): Promise<void> {
    const [sale] = await device.all<Sale>('sales');
    if (sale) await this.#send(sale);
  }

  async complete(training: boolean, print: boolean): Promise<void> {
    if (this.sale) return;
    const sale: Sale = {
      basket: $state.snapshot(open.basket) as Basket,
      tenders: $state.snapshot(open.tenders) as Tender[],
      total: open.quote.total,
      print,
      training,
      approval: open.approval,
      ...open.quoted,
    };
    this.sale = sale;
    this.failure = null;
    await device.put('sales', sale.basket.id, sale);
    await this.#send(sale);
  }

  /** Sends at once instead of waiting for the next try. */
  again(): void {
    if (this.sale) void this.#send(this.sale);
  }

  /** The next sale begins: the change goes off the screen. */
  next(): void {
    this.answer = null;
    this.failure = null;
  }

  /** The same sale once more, now with the approval it needs besides those it had. */
  async #approved(sale: Sale, approval: string): Promise<void> {
    const more = { ...sale, approval: [sale.approval, approval].filter(Boolean).join(',') };
    open.approval = more.approval;
    await device.put('sales', more.basket.id, more);
    await this.#send(more);
  }

  async #send(sale: Sale): Promise<void> {
    clearTimeout(this.#timer);
    this.sale = sale;
    try {
      const answer = await node.post<SaleAnswer>('/till/sales', sale, { timeout: 20_000 });
      answer.change ||= sale.tenders.reduce((sum, one) => sum + (one.kind === 'cash' && one.amount > 0 ? Math.max(0, one.given - one.amount) : 0), 0);
      if (answer.receipt.total < 0) answer.change = 0;
      await device.remove('sales', sale.basket.id);
      this.sale = null;
      this.waiting = false;
      this.answer = answer;
      open.clear();
      play('paid');
      announce.say(answer.change > 0 ? t('done.change.say', { amount: money(answer.change) }) : t('done.paid.say'));
    } catch (error) {
      const failure = asFailure(error);
      if (failure.code === 'approval_needed' || failure.code === 'approval_invalid') {
        const act = String(failure.detail['act'] ?? '');
        const given = await approvals.ask(act);
        if (given !== null) return this.#approved(sale, given);
      }
      if (failure.offline || failure.status >= 500) {
        this.waiting = true;
        this.#timer = setTimeout(() => this.again(), 2500);
        return;
      }
      // Refused: nothing was booked. The sale goes back to the cashier as it was.
      await device.remove('sales', sale.basket.id);
      this.sale = null;
      this.waiting = false;
      this.failure = failure;
      if (failure.code === 'total_differs') open.askNode();
      play('error');
      announce.warn(failure.title);
    }
  }
}

export const selling = new Selling();
