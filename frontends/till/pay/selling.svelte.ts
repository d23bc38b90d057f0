import { asFailure, type Failure } from '$shared/api/failure';
import { money } from '$shared/money/money';
import { contact } from '../api/contact.svelte';
import { node } from '../api/node';
import type { Basket, Quote, SaleAnswer, Tender } from '../api/types';
import { open } from '../basket/basket.svelte';
import { shopClock } from '../clock/clock.svelte';
import { answerOf, handOutSale, refusalOf } from '../handing_out/handing_out';
import { receiptToken } from '../handing_out/token';
import { outbox } from '../outbox/outbox.svelte';
import { cabled } from '../print/cabled.svelte';
import { keepReceipt } from '../receipts/kept';
import { approvals } from '../staff/approval.svelte';
import { session } from '../staff/session.svelte';
import { announce } from '../shell/announce.svelte';
import { play } from '../sound/sound';
import { device } from '../storage/device';
import { t } from '../words/t';

/** A complete sale as it is written to the device before it is sent for the first time. */
export interface Sale {
  basket: Basket;
  tenders: Tender[];
  total: number;
  print: boolean;
  training: boolean;
  approval: string;
  /** For which moment, by which engine and rules the agreed quote was made. */
  quoted_at: number;
  engine?: string;
  rules_version?: number;
  /** Secret part of the receipt's address, made here. */
  token: string;
  started_at: number;
  /** As it was agreed; what is handed out says exactly this. Not sent: the node computes its own. */
  quote: Quote;
  /** It has been on its way to the node. */
  tried: boolean;
}

/** So long a customer waits for the node, in all; then the till hands out by itself. */
export const PATIENCE = 6000;
const PAUSE = 500;

/** Brings a paid sale to the node: stored first, sent with the same id; if the node stays silent the till hands out itself. */
class Selling {
  /** Being sent. */
  sale = $state.raw<Sale | null>(null);
  /** The node did not answer and this till may not hand out by itself: it is tried again and again. */
  waiting = $state(false);
  /** Why it may not. */
  held = $state.raw<Failure | null>(null);
  answer = $state.raw<SaleAnswer | null>(null);
  failure = $state.raw<Failure | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #busy = false;

  /** After a reload: a sale that was stored and not answered goes first. */
  async resume(): Promise<void> {
    const handedOut = outbox.find(open.basket.id);
    // The receipt was stored and then the device stopped: the customer has not seen it yet.
    if (handedOut) await this.#done(answerOf(handedOut), open.basket.id);
    for (const sale of await device.all<Sale>('sales')) {
      if (outbox.find(sale.basket.id)) await device.remove('sales', sale.basket.id);
      else return this.#bring(completed(sale));
    }
  }

  async complete(training: boolean, print: boolean): Promise<void> {
    if (this.sale) return;
    const basket = $state.snapshot(open.basket) as Basket;
    const sale: Sale = {
      basket,
      tenders: $state.snapshot(open.tenders) as Tender[],
      total: open.quote.total,
      print,
      training,
      approval: open.approval,
      ...open.quoted,
      token: receiptToken(basket.id),
      started_at: open.startedAt || shopClock.now(),
      quote: $state.snapshot(open.quote) as Quote,
      tried: false,
    };
    this.sale = sale;
    this.failure = null;
    await device.put('sales', basket.id, sale);
    await this.#bring(sale);
  }

  /** Sends at once instead of waiting for the next try. */
  again(): void {
    if (this.sale) void this.#bring(this.sale);
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
    this.#busy = false;
    await this.#bring(more);
  }

  async #bring(sale: Sale): Promise<void> {
    if (this.#busy) return;
    clearTimeout(this.#timer);
    this.sale = sale;
    // Nobody stands here yet: the sale stays on the device as it is and goes on when somebody has signed in.
    if (!session.staff) return;
    this.#busy = true;
    try {
      await this.#try(sale);
    } finally {
      this.#busy = false;
    }
  }

  /** The node first, as long as it may answer in time; a person signed in by this device alone sells from this device. */
  async #try(sale: Sale): Promise<void> {
    const until = performance.now() + PATIENCE;
    let known = sale;
    const ask = contact.reached && !session.local;
    while (ask && performance.now() < until) {
      if (!known.tried) {
        known = { ...known, tried: true };
        await device.put('sales', known.basket.id, known);
      }
      try {
        const { tried: _, quote: _quote, started_at: _at, ...body } = known;
        const answer = await node.post<SaleAnswer>('/till/sales', body, { timeout: Math.max(1000, until - performance.now()) });
        return await this.#answered(known, answer);
      } catch (error) {
        const failure = asFailure(error);
        if (!failure.offline && failure.status < 500) return await this.#refused(known, failure);
      }
      await new Promise((done) => setTimeout(done, PAUSE));
    }
    await this.#alone(known);
  }

  /** The node is silent. */
  async #alone(sale: Sale): Promise<void> {
    const held = await refusalOf(sale);
    if (!held) {
      try {
        const item = await handOutSale(sale);
        // The node's printer opens the drawer else.
        if (cabled.ready && !sale.training && sale.tenders.some((one) => one.kind === 'cash')) void cabled.openDrawer().catch((error: unknown) => console.warn(error));
        return await this.#done(answerOf(item), sale.basket.id);
      } catch (error) {
        this.held = asFailure(error);
      }
    } else this.held = held;
    this.waiting = true;
    if (this.held) announce.warn(this.held.title);
    this.sale = sale;
    this.#timer = setTimeout(() => this.again(), 2500);
  }

  async #answered(sale: Sale, answer: SaleAnswer): Promise<void> {
    answer.change ||= sale.tenders.reduce((sum, one) => sum + (one.kind === 'cash' && one.amount > 0 ? Math.max(0, one.given - one.amount) : 0), 0);
    if (answer.receipt.total < 0) answer.change = 0;
    void keepReceipt(answer.receipt, answer.url);
    await this.#done(answer, sale.basket.id);
  }

  async #done(answer: SaleAnswer, basket: string): Promise<void> {
    await device.remove('sales', basket);
    this.sale = null;
    this.waiting = false;
    this.held = null;
    this.answer = answer;
    open.clear();
    play('paid');
    announce.say(answer.change > 0 ? t('done.change.say', { amount: money(answer.change) }) : t('done.paid.say'));
  }

  async #refused(sale: Sale, failure: Failure): Promise<void> {
    if (failure.code === 'approval_needed' || failure.code === 'approval_invalid') {
      const act = String(failure.detail['act'] ?? '');
      const given = await approvals.ask(act);
      if (given !== null) return this.#approved(sale, given);
    }
    // The node does not know who stands here (it started anew): the person does.
    if (failure.status === 401 && session.local && (await refusalOf(sale)) === null) return this.#alone(sale);
    // Nobody is signed in any more. That says nothing about the sale, which the node may have: it goes on after the next sign-in.
    if (failure.status === 401 && !session.staff) return;
    // Refused: nothing was booked. The sale goes back to the cashier as it was.
    await device.remove('sales', sale.basket.id);
    this.sale = null;
    this.waiting = false;
    this.held = null;
    this.failure = failure;
    if (failure.code === 'total_differs') open.askNode();
    play('error');
    announce.warn(failure.title);
  }
}

/** A sale that an older version of the till stored and did not bring to its end. */
function completed(sale: Sale): Sale {
  const now = shopClock.now();
  const quote = sale.quote ?? (open.basket.id === sale.basket.id ? open.quote : undefined);
  return {
    ...sale,
    token: sale.token ?? receiptToken(sale.basket.id),
    quoted_at: sale.quoted_at ?? now,
    started_at: sale.started_at ?? now,
    quote: quote ?? { lines: [], taxes: [], total: sale.total, savings: 0, points: 0, pieces: 0, warnings: [] },
    tried: sale.tried ?? true,
  };
}

export const selling = new Selling();
