import { newId } from '$shared/api/ids';
import { asFailure, type Failure } from '$shared/api/failure';
import { contact } from '../api/contact.svelte';
import { node } from '../api/node';
import type { Payment } from '../api/types';
import { announcedOtherwise } from '../offers/announced';
import { open } from '../basket/basket.svelte';
import { approvals } from '../staff/approval.svelte';
import { session } from '../staff/session.svelte';
import { refusalOf } from '../handing_out/handing_out';
import { announce } from '../shell/announce.svelte';
import { play } from '../sound/sound';
import { device } from '../storage/device';

interface Intent {
  id: string;
  basket: string;
  amount: number;
  refund: boolean;
}

/**
 * A card payment seen from the till. The intent is stored before the terminal is asked; until the answer is yes or no
 * the basket is locked, and "unknown" can only be ended by asking the terminal, never by paying again.
 */
class CardPayment {
  payment = $state.raw<Payment | null>(null);
  /** The node itself is silent while a payment is open. */
  silent = $state(false);
  asking = $state(false);
  failure = $state.raw<Failure | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;

  get busy(): boolean {
    return this.payment !== null;
  }

  async start(amount: number): Promise<void> {
    if (announcedOtherwise('card')) return;
    if (this.payment) return;
    const intent: Intent = { id: newId(), basket: open.basket.id, amount: Math.abs(amount), refund: amount < 0 };
    this.failure = null;
    const begun = { ...intent, asked_amount: intent.amount };
    if (open.training) return void (this.payment = { ...begun, state: 'training', card: '', message: '', slip: '' });
    // Nobody can ask the terminal: the cashier types the amount into a device that stands alone and says what it showed.
    if (!contact.reached || session.local) {
      this.failure = await refusalOf({ quote: open.quote, tenders: [...open.tenders, { kind: 'card', amount, given: 0, payment: '' }], training: false });
      if (this.failure) return play('error');
    }
    if (!contact.reached || session.local) return void (this.payment = { ...begun, state: 'external', card: '', message: '', slip: '' });
    this.payment = { ...begun, state: 'intended', card: '', message: '', slip: '' };
    await device.put('state', 'payment', intent);
    await open.setPayment(intent.id);
    try {
      this.#take(await node.post<Payment>('/till/payments', intent, { timeout: 12_000 }));
    } catch (error) {
      const failure = asFailure(error);
      if (failure.offline) return this.#poll();
      // Refused before the terminal was asked.
      this.failure = failure;
      play('error');
      await this.#end();
    }
  }

  /** After a reload in the middle of a payment. */
  async resume(): Promise<void> {
    if (!open.payment) return;
    const intent = await device.get<Intent>('state', 'payment');
    if (!intent || intent.id !== open.payment) return;
    this.payment = { ...intent, asked_amount: intent.amount, state: 'asked', card: '', message: '', slip: '' };
    await this.#poll();
  }

  async cancel(): Promise<void> {
    await this.#tell('cancel');
  }

  async ask(): Promise<void> {
    await this.#tell('ask');
  }

  /** News from the node: something moved at the terminal. */
  news(): void {
    if (this.payment && !this.asking && this.payment.state !== 'declined') void this.#poll();
  }

  /** A person looked at the terminal and says what became of the payment. */
  async decide(charged: boolean): Promise<void> {
    const id = this.payment?.id;
    if (!id) return;
    try {
      await approvals.during('refund', async (approval) => this.#take(await node.post<Payment>(`/till/payments/${id}/decide`, { charged, approval })));
    } catch (error) {
      this.failure = asFailure(error);
    }
  }

  async #tell(act: 'cancel' | 'ask'): Promise<void> {
    if (!this.payment || this.asking) return;
    this.asking = true;
    try {
      this.#take(await node.post<Payment>(`/till/payments/${this.payment.id}/${act}`, {}, { timeout: 60_000 }));
    } catch (error) {
      this.failure = asFailure(error);
    } finally {
      this.asking = false;
    }
  }

  async #poll(): Promise<void> {
    clearTimeout(this.#timer);
    if (!this.payment) return;
    try {
      this.#take(await node.get<Payment>(`/till/payments/${this.payment.id}`, { repeat: false, timeout: 5000 }));
      this.silent = false;
    } catch (error) {
      const failure = asFailure(error);
      if (failure.status === 404) {
        // The node never heard of it, so the terminal was not asked.
        this.failure = failure;
        return this.#end();
      }
      this.silent = true;
      this.#timer = setTimeout(() => void this.#poll(), 1500);
    }
  }

  #take(payment: Payment): void {
    if (!this.payment || payment.id !== this.payment.id) return;
    const before = this.payment;
    this.payment = payment;
    if (payment.message && payment.message !== before.message) announce.say(payment.message);
    if (payment.state === 'approved') {
      void this.#approved(payment);
    } else if (!['intended', 'asked', 'unknown'].includes(payment.state)) {
      if (before.state !== payment.state) play('error');
      clearTimeout(this.#timer);
    } else {
      if (payment.state === 'unknown' && before.state !== 'unknown') play('error');
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => void this.#poll(), payment.state === 'unknown' ? 4000 : 500);
    }
  }

  async #approved(payment: Payment): Promise<void> {
    const sign = open.quote.total < 0 ? -1 : 1;
    const known = payment.id && open.tenders.some((tender) => tender.payment === payment.id);
    if (!known) open.setTenders([...open.tenders, { kind: 'card', amount: sign * payment.amount, given: 0, payment: payment.id }]);
    await this.#end();
    this.onapproved();
  }

  onapproved: () => void = () => {};

  /** Training: the cashier chooses what the terminal would have said. */
  async practise(approved: boolean): Promise<void> {
    const payment = this.payment;
    if (!payment) return;
    if (approved) return this.#approved({ ...payment, id: '' });
    this.payment = { ...payment, state: 'declined' };
  }

  /** The cashier saw what the separate device showed. */
  async noted(paid: boolean): Promise<void> {
    const payment = this.payment;
    if (!payment) return;
    if (paid) return this.#approved({ ...payment, id: '', amount: payment.asked_amount });
    await this.#end();
  }

  /** The declined answer was seen. */
  dismiss(): Promise<void> {
    return this.#end();
  }

  async #end(): Promise<void> {
    clearTimeout(this.#timer);
    this.payment = null;
    this.silent = false;
    await open.setPayment('');
    await device.remove('state', 'payment');
  }
}

export const card = new CardPayment();
