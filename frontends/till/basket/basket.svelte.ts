import { asFailure, type Failure } from '$shared/api/failure';
import type { Basket, BasketLine, Quote, Tender } from '../api/types';
import { catalogue } from '../catalogue/catalogue.svelte';
import { device } from '../storage/device';
import { estimate, type Answered } from './estimate';
import { addLine, changeLine, emptyBasket, living, newLine, voidLine } from './lines';
import { quoteBasket } from './quote';

/** What is written to the device with every change, so that a crash or a reload loses nothing. */
export interface Kept {
  basket: Basket;
  version: number;
  tenders: Tender[];
  /** Id of a card payment that was begun and whose end is not known yet. */
  payment: string;
  paying: boolean;
  customerName: string;
  approval: string;
  /** What the engine said to exactly this basket; null while it has not. */
  quote: Quote | null;
}

const KEY = 'open';

/** The basket on the counter. */
class OpenBasket {
  basket = $state.raw<Basket>(emptyBasket());
  tenders = $state.raw<Tender[]>([]);
  payment = $state('');
  paying = $state(false);
  customerName = $state('');
  approval = $state('');
  /** The line that keys and the editor mean. */
  selected = $state('');
  /** True while the shown amounts are the till's own and the engine has not answered yet. */
  settling = $state(false);
  failure = $state.raw<Failure | null>(null);
  training = false;
  ontaken: (failure: Failure) => void = () => {};

  #answered = $state.raw<Answered | null>(null);
  #version = 0;
  #running: Promise<void> | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  quote: Quote = $derived.by(() => {
    void catalogue.data; // an estimate made before the catalogue was read is made anew
    return this.#answered?.basket === this.basket ? this.#answered.quote : estimate(this.basket, catalogue, this.#answered);
  });
  lines: BasketLine[] = $derived(living(this.basket));
  empty = $derived(this.lines.length === 0 && this.tenders.length === 0);
  /** The engine has priced exactly this basket. */
  agreed = $derived(this.#answered?.basket === this.basket);
  blocked = $derived(this.quote.warnings.some((warning) => warning.blocks));
  paid = $derived(this.tenders.reduce((sum, tender) => sum + tender.amount, 0));
  due = $derived(this.quote.total - this.paid);
  /** Amounts were taken or a card is being asked: the lines must not change any more. */
  locked = $derived(this.tenders.length > 0 || this.payment !== '');

  async restore(): Promise<void> {
    const kept = await device.get<Kept>('state', KEY);
    if (!kept?.basket) return;
    this.#take(kept);
    // While it is being paid the node takes no change; what was agreed stays agreed.
    if (!this.basket.lines.length || (this.agreed && this.locked)) return;
    this.settling = true;
    this.#ask();
  }

  add(article: string, more: Partial<BasketLine> = {}): string {
    const found = catalogue.article(article);
    if (!found || this.locked) return '';
    const added = addLine(this.basket, newLine(article, more), found);
    this.selected = added.line;
    this.change(added.basket);
    return added.line;
  }

  /** A line that comes back; never joined with another. */
  addReturn(line: BasketLine): void {
    this.selected = line.id;
    this.change({ ...this.basket, lines: [...this.basket.lines, line] });
  }

  edit(line: string, change: Partial<BasketLine>): void {
    this.change(changeLine(this.basket, line, change));
  }

  /** Takes a line off; returns what puts it back. */
  void(line: string, reason = ''): () => void {
    this.change(voidLine(this.basket, line, reason));
    if (this.selected === line) this.selected = this.lines.at(-1)?.id ?? '';
    return () => this.edit(line, { voided: false, void_reason: '' });
  }

  change(basket: Basket): void {
    if (this.locked) return;
    this.basket = basket;
    this.#keep();
    this.settling = true;
    this.#ask();
  }

  /** Keeps an approval for the moment the sale is sent. */
  approve(approval: string): void {
    if (approval) this.approval = [this.approval, approval].filter(Boolean).join(',');
  }

  setTenders(tenders: Tender[]): void {
    this.tenders = tenders;
    this.#keep();
  }

  setPayment(payment: string): Promise<void> {
    this.payment = payment;
    return this.#keep();
  }

  setPaying(paying: boolean): void {
    this.paying = paying;
    this.#keep();
  }

  setCustomer(id: string, name: string): void {
    this.customerName = name;
    this.change({ ...this.basket, customer: id });
  }

  /** Ready to pay: waits until the engine has answered for exactly this basket. */
  async settle(): Promise<Quote> {
    while (!this.agreed) {
      this.#ask();
      await this.#running;
      if (this.failure) throw this.failure;
    }
    return this.quote;
  }

  /** The next customer. */
  clear(): void {
    this.#take({ basket: emptyBasket(), version: 0, tenders: [], payment: '', paying: false, customerName: '', approval: '', quote: null });
    this.settling = false;
    this.failure = null;
    this.#keep();
  }

  /** A parked basket or one from another till. */
  take(basket: Basket, version: number, quote: Quote): void {
    this.#take({ basket, version, tenders: [], payment: '', paying: false, customerName: '', approval: '', quote });
    this.settling = false;
    this.#keep();
  }

  get version(): number {
    return this.#version;
  }

  #take(kept: Kept): void {
    clearTimeout(this.#timer);
    this.#version = kept.version;
    this.basket = kept.basket;
    this.#answered = kept.quote ? { basket: kept.basket, quote: kept.quote } : null;
    this.tenders = kept.tenders;
    this.payment = kept.payment;
    this.paying = kept.paying;
    this.customerName = kept.customerName;
    this.approval = kept.approval;
    this.selected = this.lines.at(-1)?.id ?? '';
  }

  #keep(): Promise<void> {
    const kept: Kept = {
      basket: this.basket,
      version: this.#version,
      tenders: this.tenders,
      payment: this.payment,
      paying: this.paying,
      customerName: this.customerName,
      approval: this.approval,
      quote: this.agreed ? this.quote : null,
    };
    return device.put('state', KEY, kept).catch((error: unknown) => console.error(error));
  }

  /** One question at a time, always for the newest basket. */
  #ask(): void {
    clearTimeout(this.#timer);
    if (this.#running) return;
    this.#running = this.#quote().finally(() => {
      this.#running = null;
      if (this.settling && !this.failure) this.#ask();
    });
  }

  async #quote(): Promise<void> {
    const asked = this.basket;
    try {
      const saved = await quoteBasket(asked, this.#version, this.training);
      if (this.basket.id !== asked.id) return;
      this.#version = saved.version;
      this.#answered = { basket: asked, quote: saved.quote };
      this.failure = null;
      this.settling = this.basket !== asked;
      void this.#keep();
    } catch (error) {
      if (this.basket.id !== asked.id) return;
      const failure = asFailure(error);
      this.failure = failure;
      if (failure.code === 'basket_changed' && typeof failure.detail['version'] === 'number') {
        // An answer got lost on the way; only this till writes this basket, so the newest state is ours.
        this.#version = failure.detail['version'];
        this.failure = null;
      } else if (failure.code === 'basket_taken_over') this.ontaken(failure);
      else if (failure.offline) this.#timer = setTimeout(() => this.#ask(), 2000);
    }
  }
}

export const open = new OpenBasket();
