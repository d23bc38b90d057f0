import built from 'virtual:engine';
import type { PromotionRule, Receipt } from '../api/types';
import type { AbortQuestion, CashQuestion, ClosingTotals, EngineRules, PaperLine, Quote, QuoteQuestion, ReportQuestion, Row, RowsQuestion, SaleQuestion } from './questions';

export interface Start {
  id: string;
  library: string;
  code: string;
}
export interface Request {
  id: number;
  act: string;
  text: string;
}
export interface Answer {
  id: number;
  text?: string;
  fault?: string;
}

/** `off` not asked for yet · `loading` · `ready` · `failed` it does not run on this device; the node quotes. */
export type EngineState = 'off' | 'loading' | 'ready' | 'failed';

/** A browser that refuses WebAssembly says nothing at all, so the start has a limit of its own. */
const START_LIMIT = 20_000;
/** No question takes a hundredth of this, even on a slow device. */
const ANSWER_LIMIT = 5_000;
const RESTARTS = 1;

interface Waiting {
  done: (text: string) => void;
  fail: (error: Error) => void;
  timer: ReturnType<typeof setTimeout>;
}

/** The engine did not answer; what it was asked can be asked the node. */
export class EngineFault extends Error {}

/**
 * The price engine on this device: the node's own Python files, in a worker. It only computes and keeps nothing but the
 * rules it was told, so it can be thrown away and started anew at any time.
 */
export class LocalEngine {
  state = $state<EngineState>('off');
  /** Version of the engine, as it stands on receipts. */
  readonly id = built.id;
  /** Version of the rules it computes with; 0 before it was told any. */
  version = $state(0);
  /** The promotions that run, for screens; there also where the engine does not start. */
  promotions = $state.raw<PromotionRule[]>([]);
  /** Why it failed, for the health page. */
  reason = $state('');
  /** It can be asked now, or goes by new rules. */
  onready: () => void = () => {};
  #worker: Worker | null = null;
  #waiting = new Map<number, Waiting>();
  #next = 1;
  #restarts = 0;
  #rules: EngineRules | null = null;
  #starting: Promise<void> = Promise.resolve();

  constructor(private readonly make: () => Worker = () => new Worker(new URL('./engine.worker.ts', import.meta.url), { type: 'module', name: 'engine' })) {}

  /** Starts once; later calls do nothing while it runs. */
  start(): void {
    if (this.state === 'loading' || this.state === 'ready' || !built.code) return;
    this.#starting = this.#start();
  }

  /** Resolves when it is known whether it runs here: within its start limit. */
  async decided(): Promise<void> {
    while (this.state === 'loading') await this.#starting;
  }

  /** A person asks for another try after it failed. */
  restart(): void {
    this.#restarts = 0;
    this.#drop('restart');
    this.#starting = this.#start();
  }

  /** Rules of a version, for all questions after it. */
  async rules(rules: EngineRules): Promise<void> {
    this.#rules = rules;
    this.promotions = rules.promotions ?? [];
    if (this.state !== 'ready') return;
    await this.#tell(rules);
    this.onready();
  }

  /** How a line's price came about. */
  steps<Step>(question: object): Promise<Step[]> {
    return this.#ask('price_steps', question);
  }

  /** Whether promotions or price lists may ask who buys. */
  get pricedByCustomer(): boolean {
    return this.promotions.length + (this.#rules?.price_lists.length ?? 0) > 0;
  }

  /** The name of a price list. */
  listName(id: string): string {
    return this.#rules?.price_lists.find((one) => one.id === id)?.name ?? id;
  }

  /** Whether a code may be used again and again; a single-use code is known to the node alone. */
  opens(code: string): boolean {
    return this.promotions.some((one) => one.when.coupon && one.when.codes.includes(code));
  }

  quote(question: QuoteQuestion): Promise<Quote> {
    return this.#ask('quote', question);
  }

  /** The receipt of a sale, refund or exchange that is handed out without the node. */
  receipt(question: SaleQuestion): Promise<Receipt> {
    return this.#ask('sale_receipt', question);
  }

  cashReceipt(question: CashQuestion): Promise<Receipt> {
    return this.#ask('cash_receipt', question);
  }

  abortReceipt(question: AbortQuestion): Promise<Receipt> {
    return this.#ask('abort_receipt', question);
  }

  /** A receipt as rows for print and screen, and as text. */
  rows(question: RowsQuestion): Promise<{ rows: Row[]; text: string; paper: PaperLine[] }> {
    return this.#ask('rows', question);
  }

  /** The totals of a till's receipts: an X report without the node. */
  report(question: ReportQuestion): Promise<{ totals: ClosingTotals; rows: Row[] }> {
    return this.#ask('report', question);
  }

  async #start(): Promise<void> {
    this.state = 'loading';
    this.reason = '';
    let worker: Worker | null = null;
    try {
      this.#worker = worker = this.make();
      worker.onmessage = ({ data }: MessageEvent<Answer>) => this.#answered(data);
      worker.onerror = (event) => this.#broken(event.message || 'worker');
      const base = new URL(import.meta.env.BASE_URL, location.href).href;
      await this.#post('start', JSON.stringify({ id: this.id, library: base + built.library, code: base + built.code } satisfies Start), START_LIMIT);
      if (this.#rules) await this.#tell(this.#rules);
      this.state = 'ready';
      this.onready();
    } catch (error) {
      if (this.#worker !== worker) return; // given up already; another one starts
      this.#broken(error instanceof Error ? error.message : String(error));
    }
  }

  async #tell(rules: EngineRules): Promise<void> {
    await this.#post('rules', JSON.stringify(rules), ANSWER_LIMIT);
    if (rules === this.#rules) this.version = rules.version;
  }

  async #ask<T>(act: string, question: object): Promise<T> {
    if (this.state !== 'ready') throw new EngineFault(this.state);
    return JSON.parse(await this.#post(act, JSON.stringify(question), ANSWER_LIMIT)) as T;
  }

  #post(act: string, text: string, limit: number): Promise<string> {
    const id = this.#next++;
    return new Promise((done, fail) => {
      const timer = setTimeout(() => this.#broken(`no answer to ${act} in ${limit} ms`), limit);
      this.#waiting.set(id, { done, fail, timer });
      this.#worker?.postMessage({ id, act, text } satisfies Request);
    });
  }

  #answered(answer: Answer): void {
    const waiting = this.#waiting.get(answer.id);
    if (!waiting) return;
    this.#waiting.delete(answer.id);
    clearTimeout(waiting.timer);
    if (answer.fault === undefined) waiting.done(answer.text ?? '');
    else waiting.fail(new EngineFault(answer.fault));
  }

  /** The worker is of no use any more: it goes, and comes back once. */
  #broken(reason: string): void {
    if (this.state === 'failed') return;
    console.error('engine', reason);
    this.#drop(reason);
    this.reason = reason;
    if (this.#restarts++ < RESTARTS) this.#starting = this.#start();
    else this.state = 'failed';
  }

  #drop(reason: string): void {
    this.#worker?.terminate();
    this.#worker = null;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const one of waiting) {
      clearTimeout(one.timer);
      one.fail(new EngineFault(reason));
    }
    this.state = 'off';
  }
}

export const engine = new LocalEngine();
