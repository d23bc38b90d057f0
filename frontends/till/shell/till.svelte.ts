import { listen, type Listening } from '$shared/api/events';
import { asFailure, Failure } from '$shared/api/failure';
import { toasts } from '$kit/toasts.svelte';
import { contact } from '../api/contact.svelte';
import { node } from '../api/node';
import type { Health, TillState } from '../api/types';
import { open } from '../basket/basket.svelte';
import { catalogue } from '../catalogue/catalogue.svelte';
import { shopClock } from '../clock/clock.svelte';
import { engine } from '../engine/engine.svelte';
import { localDay } from '../day/local_day.svelte';
import { leader } from '../outbox/leader.svelte';
import { outbox } from '../outbox/outbox.svelte';
import { forgetRescueKey, learnRescueKey } from '../outbox/rescue';
import { learnSeries, series } from '../outbox/series';
import { card } from '../pay/card.svelte';
import { selling } from '../pay/selling.svelte';
import { forgetOld } from '../receipts/kept';
import { session } from '../staff/session.svelte';
import { confirmPeople } from '../staff/verifier';
import { device, keepForever } from '../storage/device';
import { cabled } from '../print/cabled.svelte';
import { reasonText } from '../words/reasons';
import { t } from '../words/t';
import { house } from './house.svelte';
import { update } from './update.svelte';

export type Phase = 'starting' | 'elsewhere' | 'pairing' | 'sign_in' | 'open_day' | 'ready';

interface SeriesState {
  slot: number;
  next: number;
}

/** While the node is away it is asked so often whether it is back, ms. */
const ASK_AGAIN = 4000;

/** The till as a whole: what the node says about it and which question comes first. Needs no node to start. */
class Till {
  state = $state.raw<TillState | null>(null);
  paired = $state(true);
  started = $state(false);
  failure = $state.raw<Failure | null>(null);
  /** The result of the closing is being looked at; the day is closed already. */
  closing = $state(false);
  /** The node is back and does not know who stands here: the PIN is asked before the next customer. */
  pinAsked = $state(false);
  /** This device's slot: whose numbers it hands out; 0 while it has none. */
  slot = $state(0);
  #events: Listening | null = null;
  #timer: ReturnType<typeof setInterval> | undefined;
  #again: ReturnType<typeof setTimeout> | undefined;

  phase: Phase = $derived.by(() => {
    if (!this.paired) return 'pairing';
    if (leader.state === 'elsewhere') return 'elsewhere';
    if (!this.started || !this.state) return 'starting';
    const between = open.empty && !selling.sale && !selling.answer;
    if (!session.staff || (session.local && this.pinAsked && between)) return 'sign_in';
    return this.state.day.open || localDay.open || this.closing ? 'ready' : 'open_day';
  });
  /** Everything is here that selling without the node takes. */
  readyAlone = $derived(engine.state === 'ready' && engine.version > 0 && catalogue.ready && this.slot > 0 && leader.state === 'leading' && house.limits.active);
  /** Practising on this till: a choice of the device; every basket and sale carries it. */
  training = $state(false);

  get reached(): boolean {
    return contact.reached;
  }

  health: { name: 'node' | 'tse' | 'printer' | 'terminal'; state: Health['state']; text: string }[] = $derived.by(() => {
    const told = this.state?.health ?? {};
    return (['node', 'tse', 'printer', 'terminal'] as const).map((name) => {
      if (!contact.reached) return name === 'node' ? { name, state: 'down' as const, text: t('state.unreachable') } : { name, state: 'off' as const, text: t('state.unknown') };
      const one = told[name];
      return { name, state: one?.state ?? ('ok' as const), text: reasonText(one?.text ?? '') };
    });
  });

  async start(): Promise<void> {
    await contact.start();
    contact.onback = () => void this.#back();
    contact.onlost = () => this.#lost();
    node.onrefused = (failure, asked) => this.#refused(failure, asked);
    session.onsigned = () => open.askAgain();
    session.onhere = () => selling.again();
    session.restore();
    void keepForever();
    void cabled.restore().catch((error: unknown) => console.warn(error));
    open.onstale = () => void this.#renew();
    open.ontaken = (failure) => {
      toasts.failed(failure);
      open.clear();
    };
    for (const kind of ['online', 'focus'] as const) addEventListener(kind, () => this.#look());
    document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && this.#look());
    addEventListener('beforeunload', (event) => {
      if (outbox.unsent && leader.state === 'leading') event.preventDefault();
    });
    outbox.onrefused = (item) => toasts.error(t('outbox.refused.say', { n: item.receipt.number }), item.refusal?.title ?? '');
    this.state = (await device.get<TillState>('state', 'till')) ?? null;
    this.training = open.training = (await device.get<boolean>('state', 'training')) ?? false;
    await Promise.all([house.restore(), shopClock.restore(), localDay.restore()]).catch((error: unknown) => console.warn(error));
    // What is on the device is enough to begin; only a device that knows nothing yet has to wait.
    if (this.state) void this.refresh();
    else await this.refresh();
    leader.onlead = () => void this.#lead();
    leader.onlost = () => this.#rest();
    leader.start();
  }

  async #lead(): Promise<void> {
    if (this.paired && this.state) await this.#begin();
  }

  /** Another tab is the till now. */
  #rest(): void {
    outbox.stop();
    this.#events?.close();
    this.#events = null;
  }

  /** After pairing, at every start, and when the till came back to this tab. */
  async #begin(): Promise<void> {
    await outbox.load();
    this.slot = (await series())?.slot ?? 0;
    await open.restore();
    this.started = true;
    // Signing in and selling do not wait for the goods: until they are here the node answers a scan.
    void this.#loadCatalogue();
    // The screen is drawn first; the engine must not wait for a node that is silent.
    setTimeout(() => engine.start(), 0);
    this.#events ??= listen(
      '/api/v1/till/events',
      {
        state: () => void this.refresh(),
        closing: () => void this.refresh(),
        queue: () => void this.refresh(),
        masterdata: () => void this.refresh(),
        payment: () => card.news(),
      },
      (connected) => contact.told(connected),
    );
    await selling.resume();
    await card.resume();
    await outbox.start();
    void forgetOld(Date.now()).catch((error: unknown) => console.warn(error));
    if (contact.reached) void this.#back();
    else this.#lost();
  }

  async #loadCatalogue(): Promise<void> {
    try {
      await catalogue.load();
    } catch (error) {
      if (!catalogue.ready) {
        toasts.failed(asFailure(error));
        setTimeout(() => void this.#loadCatalogue(), 5000);
      }
    }
  }

  /** Goods and rules as the node has them now; what stands on the counter is priced anew. */
  async #renew(): Promise<void> {
    await catalogue.refresh();
    open.requote();
  }

  async pairedNow(): Promise<void> {
    this.paired = true;
    await forgetRescueKey().catch((error: unknown) => console.warn(error));
    await catalogue.anew();
    await this.refresh();
    await this.#begin();
  }

  async refresh(): Promise<void> {
    const asked = Date.now();
    try {
      const state = await node.get<TillState>('/till', { repeat: false, timeout: 6000 });
      shopClock.learn(state.now, asked, Date.now());
      const old = this.state;
      const newer = old && this.started && (state.goods_version !== old.goods_version || state.rules_version !== old.rules_version);
      this.state = state;
      this.failure = null;
      void device.put('state', 'till', state).catch((error: unknown) => console.warn(error));
      void localDay.told(state.day.open, (item) => outbox.find(item)?.state === 'waiting').catch(() => {});
      if (newer) void this.#renew();
    } catch (error) {
      const failure = asFailure(error);
      if (failure.code === 'device_unknown' || failure.code === 'device_revoked') this.paired = false;
      else if (!this.state) {
        this.failure = failure;
        this.#again = setTimeout(() => void this.#startAgain(), 3000);
      }
    }
  }

  async train(on: boolean): Promise<void> {
    this.training = open.training = on;
    await device.put('state', 'training', on);
  }

  /** A device that knows nothing yet waits for its first answer. */
  async #startAgain(): Promise<void> {
    clearTimeout(this.#again);
    await this.refresh();
    if (this.state && !this.started) await this.#lead();
  }

  #refused(failure: Failure, asked: string): void {
    if (failure.code === 'device_unknown' || failure.code === 'device_revoked') this.paired = false;
    if (failure.code !== 'not_signed_in' && failure.code !== 'session_expired') return;
    // The question was asked before the node got to know who stands here: its answer is old.
    if (asked !== node.session) return;
    // Signed in by this device alone: the node is told as soon as it can be.
    if (session.local) void session.tellNode().then((ask) => (this.pinAsked = ask));
    else session.forget();
  }

  /** Something says that the line may be there again. */
  #look(): void {
    if (!this.started) return;
    if (!contact.reached) void this.refresh();
    outbox.wake();
  }

  #lost(): void {
    clearInterval(this.#timer);
    this.#timer = setInterval(() => void this.refresh(), ASK_AGAIN);
  }

  async #back(): Promise<void> {
    clearInterval(this.#timer);
    if (!this.started || leader.state !== 'leading') return void this.refresh();
    outbox.back();
    update.look();
    this.pinAsked = await session.tellNode();
    await this.refresh();
    await Promise.allSettled([house.refresh(), this.#learn(), learnRescueKey()]);
    await confirmPeople(house.staff, shopClock.now()).catch((error: unknown) => console.warn(error));
  }

  /** The device's own numbers: the node tells the slot; a device that lost its memory gets a new one. */
  async #learn(): Promise<void> {
    const told = await node.get<SeriesState>('/till/series', { repeat: false });
    if (!(await learnSeries(told.slot, told.next))) {
      const anew = await node.post<SeriesState>('/till/series', {});
      await learnSeries(anew.slot, anew.next);
    }
    this.slot = (await series())?.slot ?? 0;
  }
}

export const till = new Till();
