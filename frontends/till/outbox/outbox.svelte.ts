import { asFailure, Failure } from '$shared/api/failure';
import { node } from '../api/node';
import { shopClock } from '../clock/clock.svelte';
import { t } from '../words/t';
import { strict, strictly } from './database';
import { contentHash, sendable, type Approval, type Confirmation, type Item } from './item';
import { rescueFile } from './rescue';
import { storeHandedOut, unwritable, type Draft } from './series';

/** Pauses after an answer that did not come, ms; the last one stays. */
export const PAUSES = [1000, 2000, 5000, 10_000, 30_000, 60_000];
/** So often the node may stumble over one item (an answer, but none that decides) before a person is asked. */
export const STUMBLES = 6;
/** However often the node seems to be back, it is not tried more often than this, ms. */
export const BACK_PAUSE = 4000;
/** Confirmed receipts stay on the device for returns, copies and the X report. */
export const KEPT = 35 * 24 * 3_600_000;

type Answer = Confirmation & { id: string; counter: number };

/**
 * The one way from this device to the node for receipts that were handed out without it. Each is sent until the node
 * has answered; nothing leaves the list but by a confirmation. Runs in the leading tab only.
 */
export class Outbox {
  items = $state.raw<readonly Item[]>([]);
  /** The item that is on its way now. */
  sending = $state('');
  /** Why the last try did not end; null after an answer. */
  trouble = $state.raw<Failure | null>(null);
  /** Device time of the next try; 0 while none is planned. */
  next = $state(0);
  ready = $state(false);
  waiting: Item[] = $derived(this.items.filter((item) => item.state === 'waiting'));
  refused: Item[] = $derived(this.items.filter((item) => item.state === 'refused'));
  /** What is on this device alone. */
  unsent: number = $derived(this.waiting.length + this.refused.length);
  /** What is on this device alone and in no rescue file either: while there is any, the device must not be reset. */
  unsaved: number = $derived([...this.waiting, ...this.refused].filter((item) => !item.rescued_at).length);
  onconfirmed: (item: Item) => void = () => {};
  onrefused: (item: Item) => void = () => {};
  #running: Promise<void> | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #failed = 0;
  /** Device time of the last try that got no answer. */
  #silent = 0;
  #on = false;

  /** Reads what is on the device. After a crash this is all there is. */
  async load(): Promise<void> {
    const found = await strict.all<Item>('items');
    const old = found.filter((item) => item.state === 'confirmed' && item.confirmed_at < shopClock.now() - KEPT);
    for (const item of old) await strict.remove('items', item.id);
    this.items = found.filter((item) => !old.includes(item)).sort((a, b) => a.made_at - b.made_at || a.receipt.counter - b.receipt.counter);
    this.ready = true;
  }

  async start(): Promise<void> {
    this.#on = true;
    await this.load();
    this.wake();
  }

  /** Another tab leads now. */
  stop(): void {
    this.#on = false;
    clearTimeout(this.#timer);
    this.next = 0;
  }

  /** Stores a receipt under the next number; when it returns the receipt may be handed out. */
  async handOut(draft: Draft): Promise<Item> {
    const item = await storeHandedOut(draft);
    if (!this.items.some((one) => one.id === item.id)) this.items = [...this.items, item];
    this.wake();
    return item;
  }

  find(id: string): Item | undefined {
    return this.items.find((item) => item.id === id);
  }

  /** Something says that the node may be there again: try now. */
  wake(): void {
    if (!this.#on) return;
    clearTimeout(this.#timer);
    this.next = 0;
    this.#running ??= this.#drain().finally(() => (this.#running = null));
  }

  /** The node answers again: tried at once, unless the line swallowed a receipt a moment ago. */
  back(): void {
    const pause = this.#silent + BACK_PAUSE - Date.now();
    if (pause <= 0 || !this.#on) return this.wake();
    clearTimeout(this.#timer);
    this.next = Date.now() + pause;
    this.#timer = setTimeout(() => this.wake(), pause);
  }

  /** Resolves when nothing is on its way any more: everything decided, or the node is silent. */
  async settled(): Promise<void> {
    while (this.#running) await this.#running;
  }

  /** A refused item goes once more, as it is or with a manager's approval. */
  async again(id: string, approval?: Approval): Promise<void> {
    const item = this.find(id);
    if (item?.state !== 'refused') return;
    await this.#change({
      ...item,
      state: 'waiting',
      tries: 0,
      ...(approval ? { approvals: [...item.approvals, approval], released_by: approval.staff } : {}),
    });
    this.wake();
    await this.settled();
  }

  /** Everything that has not arrived as a file for the office; from then on the device may be reset. */
  async rescue(device: string, till: string, only?: string): Promise<Blob> {
    const items = [...this.waiting, ...this.refused].filter((item) => !only || item.id === only);
    const file = await rescueFile(items, device, till, shopClock.now());
    for (const item of items) await this.#change({ ...(this.find(item.id) ?? item), rescued_at: shopClock.now() });
    return file;
  }

  async #drain(): Promise<void> {
    for (let item = this.waiting[0]; item && this.#on; item = this.waiting[0]) {
      this.sending = item.id;
      // Where the device cannot write down what the node said, it is asked again later: it answers the same.
      const goOn = await this.#send(item).catch((error: unknown) => {
        this.trouble = unwritable(error);
        return false;
      });
      this.sending = '';
      if (!goOn) return this.#later();
    }
    this.#failed = 0;
    this.trouble = null;
  }

  #later(): void {
    if (!this.#on) return;
    const pause = PAUSES[Math.min(this.#failed, PAUSES.length - 1)]!;
    this.#failed += 1;
    this.next = Date.now() + pause;
    this.#timer = setTimeout(() => this.wake(), pause);
  }

  /** Whether the next item may go. */
  async #send(item: Item): Promise<boolean> {
    if ((await contentHash(item.receipt)) !== item.hash) return this.#answered(item, damaged());
    const body = { ...sendable(item), sent_at: shopClock.now(), device_now: Date.now() };
    let answer: Answer;
    try {
      answer = matching(item, await node.post<Answer>('/till/handed-out', body, { timeout: 15_000 }));
    } catch (error) {
      const failure = asFailure(error);
      this.trouble = failure;
      if (failure.offline) {
        this.#silent = Date.now();
        return false;
      }
      return this.#answered(item, failure);
    }
    await this.#confirm(item, answer);
    this.#failed = 0;
    this.trouble = null;
    return true;
  }

  /** The node answered, but did not take it. */
  async #answered(item: Item, failure: Failure): Promise<boolean> {
    const tried: Item = { ...item, tries: item.tries + 1, last_try: shopClock.now() };
    const undecided = failure.status >= 500 || failure.status === 429 || failure.status === 401 || failure.code === 'bug';
    if (undecided && tried.tries < STUMBLES) {
      await this.#change(tried);
      return false;
    }
    const refused: Item = { ...tried, state: 'refused', refusal: { code: failure.code, title: failure.title, safe: t('item.safe'), act: failure.act } };
    await this.#change(refused);
    this.onrefused(refused);
    return true;
  }

  async #confirm(item: Item, answer: Answer): Promise<void> {
    const confirmed: Item = {
      ...item,
      state: 'confirmed',
      refusal: null,
      tries: item.tries + 1,
      last_try: shopClock.now(),
      confirmed_at: shopClock.now(),
      confirmation: { state: answer.state, number: answer.number, deviations: answer.deviations, url: answer.url },
    };
    await this.#change(confirmed);
    this.onconfirmed(confirmed);
  }

  /** The store first, then the screen. */
  async #change(item: Item): Promise<void> {
    await strictly<void>(['items'], (stores) => {
      stores.items.put(item, item.id);
      return () => undefined;
    });
    this.items = this.items.map((one) => (one.id === item.id ? item : one));
  }
}

/** The answer, if it is about this item. */
function matching(item: Item, answer: Answer): Answer {
  if (answer.id === item.id && answer.counter === item.receipt.counter) return answer;
  throw new Failure('answer_differs', t('fail.answer_differs.title'), t('fail.answer_differs.safe'), t('fail.answer_differs.do'), 409);
}

/** The device gives back something else than it was given. */
function damaged(): Failure {
  return new Failure('device_damaged', t('fail.device_damaged.title'), t('fail.device_damaged.safe'), t('fail.device_damaged.do'), 409);
}

export const outbox = new Outbox();
