import { asFailure, type Failure } from '$shared/api/failure';
import type { Basket, BasketLine, Quote, Saved, Tender } from '../api/types';
import { catalogue } from '../catalogue/catalogue.svelte';
import { shopClock } from '../clock/clock.svelte';
import { device } from '../storage/device';
import { estimate, type Answered } from './estimate';
import { addLine, changeLine, emptyBasket, living, newLine, voidLine } from './lines';
import { engine } from '../engine/engine.svelte';
import type { KnownFor } from '../engine/excerpt';
import { keepBasket, quoteHere } from './quote';

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
  /** What was answered to exactly this basket; null while nothing was. */
  quote: Quote | null;
  /** The moment that quote is for, and who gave it. */
  quotedAt?: number;
  quotedBy?: 'engine' | 'node';
  /** Shop's time of the first line, 0 before it. */
  startedAt?: number;
}

const KEY = 'open';
/** The node takes an agreed price for a quarter of an hour; a basket that stood for longer than this is quoted anew. */
const STANDS_FOR = 10 * 60_000;
/** How long paying waits for the node's word when the engine has spoken. */
const WORD_LIMIT = 1000;

/** The basket on the counter. */
export class OpenBasket {
  basket = $state.raw<Basket>(emptyBasket());
  tenders = $state.raw<Tender[]>([]);
  payment = $state('');
  paying = $state(false);
  customerName = $state('');
  approval = $state('');
  /** The line that keys and the editor mean. */
  selected = $state('');
  /** True while the shown amounts are an estimate: neither the engine nor the node has answered yet. */
  settling = $state(false);
  failure = $state.raw<Failure | null>(null);
  training = false;
  startedAt = 0;
  ontaken: (failure: Failure) => void = () => {};
  /** The node said something else than the engine here: what the engine goes by is old. */
  onstale: () => void = () => {};

  #answered = $state.raw<Answered | null>(null);
  #version = 0;
  #running: Promise<void> | null = null;
  #computing: Promise<void> | null = null;
  /** The moment that the basket is quoted for: that of its last change. */
  #at = 0;
  /** The newest basket that the node has. */
  #told: Basket | null = null;
  /** What the node knew of customer, codes and limits when it answered last. */
  #known: KnownFor | null = null;
  /** The node did not take the agreed total: its word counts although money was taken. */
  #doubted = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  quote: Quote = $derived.by(() => {
    return this.#answered?.basket === this.basket ? this.#answered.quote : estimate(this.basket, catalogue, this.#answered);
  });
  lines: BasketLine[] = $derived(living(this.basket));
  empty = $derived(this.lines.length === 0 && this.tenders.length === 0);
  /** Exactly this basket was priced, by the engine here or by the node. */
  agreed = $derived(this.#answered?.basket === this.basket);
  blocked = $derived(this.quote.warnings.some((warning) => warning.blocks));
  paid = $derived(this.tenders.reduce((sum, tender) => sum + tender.amount, 0));
  due = $derived(this.quote.total - this.paid);
  /** Amounts were taken or a card is being asked: the lines must not change any more. */
  locked = $derived(this.tenders.length > 0 || this.payment !== '');

  constructor() {
    engine.onready = () => this.requote();
  }

  /** The moment and the maker of the agreed quote, as the sale names them. */
  get quoted(): { quoted_at: number; engine: string; rules_version: number } {
    const here = this.#answered?.by === 'engine';
    return { quoted_at: this.#answered?.at ?? 0, engine: here ? engine.id : '', rules_version: here ? engine.version : 0 };
  }

  async restore(): Promise<void> {
    const kept = await device.get<Kept>('state', KEY);
    if (!kept?.basket) return;
    this.#take(kept);
    // While it is being paid the node takes no change; what was agreed stays agreed.
    if (!this.basket.lines.length || (this.agreed && this.locked)) return;
    this.#askAll();
  }

  /** Rules or goods changed, or the engine is there now: what stands on the counter is priced anew. */
  requote(): void {
    if (this.basket.lines.length && !this.locked) this.#askAll();
  }

  /** Somebody is signed in now: what the node refused for want of it is asked again. */
  askAgain(): void {
    this.failure = null;
    if (this.basket.lines.length && this.#told !== this.basket) this.#ask();
  }

  /** The node refused what was agreed: its word is asked for and shown, whatever was paid already stays. */
  askNode(): void {
    this.#at = shopClock.now();
    this.#doubted = true;
    this.#told = null;
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
    if (!this.startedAt && basket.lines.length) this.startedAt = shopClock.now();
    this.basket = basket;
    this.#keep();
    this.#askAll();
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

  /**
   * Ready to pay: waits until exactly this basket was priced. The engine here suffices; the node gets a second to say
   * its word, for it may know more, and what it refuses is not paid.
   */
  async settle(): Promise<Quote> {
    if (this.agreed && shopClock.now() - (this.#answered?.at ?? 0) > STANDS_FOR) this.#askAll();
    while (!this.agreed) {
      this.#askAll();
      await this.#computing;
      if (!this.agreed) await this.#running;
      if (!this.agreed) await this.#computing;
      // Started a moment ago and the node is away: the engine will say it.
      if (!this.agreed && this.failure?.offline && engine.state === 'loading') await engine.decided();
      else if (!this.agreed && this.failure) throw this.failure;
    }
    const limit = new Promise<void>((done) => setTimeout(done, WORD_LIMIT)).then(() => 'late');
    while (this.#told !== this.basket && this.#running && (await Promise.race([this.#running, limit])) !== 'late');
    if (this.failure && !this.failure.offline) throw this.failure;
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
    this.#take({ basket, version, tenders: [], payment: '', paying: false, customerName: '', approval: '', quote, quotedAt: shopClock.now() });
    this.settling = false;
    this.#keep();
  }

  get version(): number {
    return this.#version;
  }

  #take(kept: Kept): void {
    clearTimeout(this.#timer);
    this.#known = null;
    this.#version = kept.version;
    this.basket = kept.basket;
    this.#answered = kept.quote ? { basket: kept.basket, quote: kept.quote, by: kept.quotedBy ?? 'node', at: kept.quotedAt ?? 0 } : null;
    this.tenders = kept.tenders;
    this.payment = kept.payment;
    this.paying = kept.paying;
    this.customerName = kept.customerName;
    this.approval = kept.approval;
    this.startedAt = kept.startedAt ?? 0;
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
      ...(this.agreed && this.#answered ? { quotedAt: this.#answered.at ?? 0, quotedBy: this.#answered.by ?? 'node' } : {}),
      startedAt: this.startedAt,
    };
    return device.put('state', KEY, kept).catch((error: unknown) => console.error(error));
  }

  /** The engine here and the node, both for the same moment. */
  #askAll(): void {
    this.#at = shopClock.now();
    this.settling = true;
    this.#compute();
    this.#ask();
  }

  /** The engine here: one question at a time, always for the newest basket. */
  #compute(): void {
    if (this.#computing || engine.state !== 'ready') return;
    const [asked, alone] = [this.basket, this.#alone];
    this.#computing = this.#quoteHere(asked, this.#at, alone)
      .catch((error: unknown) => console.error(error)) // the node says it
      .finally(() => {
        this.#computing = null;
        const goneMeanwhile = this.#alone && !alone && !this.agreed;
        if (this.settling && (this.basket !== asked || goneMeanwhile)) this.#compute();
      });
  }

  /** The node was asked and is away: what only it knows gives nothing. */
  get #alone(): boolean {
    return this.failure?.offline ?? false;
  }

  async #quoteHere(asked: Basket, at: number, alone: boolean): Promise<void> {
    const quote = await quoteHere(asked, at, this.#known, alone);
    if (!quote || this.basket !== asked) return;
    if (this.#answered?.basket === asked && this.#answered.by === 'node' && this.#answered.at === at) return; // it was quicker
    this.#answered = { basket: asked, quote, by: 'engine', at };
    this.settling = false;
    void this.#keep();
  }

  /** The node: one question at a time, always for the newest basket. */
  #ask(): void {
    clearTimeout(this.#timer);
    if (this.#running) return;
    this.#running = this.#askedNode(this.basket, this.#at).finally(() => {
      this.#running = null;
      if (this.#told !== this.basket && !this.failure) this.#ask();
    });
  }

  async #askedNode(asked: Basket, at: number): Promise<void> {
    try {
      const saved = await keepBasket(asked, this.#version, this.training, at);
      if (this.basket.id !== asked.id) return;
      this.#version = saved.version;
      this.failure = null;
      this.#told = asked;
      this.#known = { ...saved.known, of: asked.customer, codes: asked.codes ?? [] };
      this.#hear(asked, saved);
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
      else if (failure.offline) {
        this.#timer = setTimeout(() => this.#ask(), 2000);
        if (!this.agreed) this.#compute();
      }
    }
  }

  /** The node's word: it wins where it differs, but nothing changes any more once money was taken for what was agreed. */
  #hear(asked: Basket, saved: Saved): void {
    const here = this.#answered;
    const compared = here?.basket === asked && here.by === 'engine' && here.at === saved.at;
    const same = compared && alike(here.quote, saved.quote);
    if (compared && !same) this.onstale();
    if (same) here.by = 'node';
    // An answer to an older basket does not take the place of the engine's to the newest, nor of an agreed one.
    else if (here?.basket !== this.basket || (this.basket === asked && (!this.locked || this.#doubted))) {
      this.#answered = { basket: asked, quote: saved.quote, by: 'node', at: saved.at };
    }
    this.#doubted = false;
    this.settling = !this.agreed;
  }
}

/** Whether two quotes say the same. The maker's version may differ: what counts is what the customer pays and why. */
function alike(one: Quote, other: Quote): boolean {
  return JSON.stringify({ ...one, engine: '' }) === JSON.stringify({ ...other, engine: '' });
}

export const open = new OpenBasket();
