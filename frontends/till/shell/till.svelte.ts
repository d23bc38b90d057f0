import { listen, type Listening } from '$shared/api/events';
import { asFailure, Failure } from '$shared/api/failure';
import { toasts } from '$kit/toasts.svelte';
import { node } from '../api/node';
import type { Health, TillState } from '../api/types';
import { open } from '../basket/basket.svelte';
import { catalogue } from '../catalogue/catalogue.svelte';
import { engine } from '../engine/engine.svelte';
import { rules } from '../engine/rules';
import { shopTime } from '../engine/shop-time';
import { card } from '../pay/card.svelte';
import { selling } from '../pay/selling.svelte';
import { session } from '../staff/session.svelte';
import { device, keepForever } from '../storage/device';
import { reasonText } from '../words/reasons';
import { t } from '../words/t';

export type Phase = 'starting' | 'pairing' | 'sign_in' | 'open_day' | 'ready';

/** The till as a whole: what the node says about it and which question comes first. */
class Till {
  state = $state.raw<TillState | null>(null);
  paired = $state(true);
  started = $state(false);
  reached = $state(true);
  failure = $state.raw<Failure | null>(null);
  /** The result of the closing is being looked at; the day is closed already. */
  closing = $state(false);
  #events: Listening | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  phase: Phase = $derived.by(() => {
    if (!this.paired) return 'pairing';
    if (!this.started || !this.state) return 'starting';
    if (!session.staff) return 'sign_in';
    return this.state.day.open || this.closing ? 'ready' : 'open_day';
  });
  /** Practising on this till: a choice of the device; every basket and sale carries it. */
  training = $state(false);

  health: { name: 'node' | 'tse' | 'printer' | 'terminal'; state: Health['state']; text: string }[] = $derived.by(() => {
    const told = this.state?.health ?? {};
    return (['node', 'tse', 'printer', 'terminal'] as const).map((name) => {
      if (!this.reached) return name === 'node' ? { name, state: 'down' as const, text: t('state.unreachable') } : { name, state: 'off' as const, text: t('state.unknown') };
      const one = told[name];
      return { name, state: one?.state ?? ('ok' as const), text: reasonText(one?.text ?? '') };
    });
  });

  async start(): Promise<void> {
    node.onreach = (reached) => this.#reach(reached);
    node.onrefused = (failure) => {
      if (failure.code === 'not_signed_in' || failure.code === 'session_expired') session.forget();
      if (failure.code === 'device_unknown' || failure.code === 'device_revoked') this.paired = false;
    };
    session.restore();
    void keepForever();
    open.onstale = () => void this.#renew();
    open.ontaken = (failure) => {
      toasts.failed(failure);
      open.clear();
    };
    this.state = (await device.get<TillState>('state', 'till')) ?? null;
    this.training = open.training = (await device.get<boolean>('state', 'training')) ?? false;
    await this.refresh();
    if (!this.paired) return;
    await this.#begin();
  }

  /** After pairing, and at every start. */
  async #begin(): Promise<void> {
    await open.restore();
    this.started = true;
    // Signing in and selling do not wait for the goods: until they are here the node answers a scan.
    void this.#loadCatalogue();
    this.#events ??= listen(
      '/api/v1/till/events',
      {
        state: () => void this.refresh(),
        closing: () => void this.refresh(),
        queue: () => void this.refresh(),
        masterdata: () => void this.refresh(),
        payment: () => card.news(),
      },
      (connected) => this.#reach(connected),
    );
    await selling.resume();
    await card.resume();
  }

  async #loadCatalogue(): Promise<void> {
    try {
      await catalogue.load();
      // The goods are here and the screen is drawn: now there is time for the engine.
      await rules.load();
      engine.start();
    } catch (error) {
      if (!catalogue.ready) {
        toasts.failed(asFailure(error));
        setTimeout(() => void this.#loadCatalogue(), 5000);
      }
    }
  }

  /** Goods and rules as the node has them now; what stands on the counter is priced anew. */
  async #renew(): Promise<void> {
    try {
      await Promise.all([catalogue.refresh(), rules.refresh()]);
      open.requote();
    } catch {
      // The node is silent: what is here stays.
    }
  }

  async pairedNow(): Promise<void> {
    this.paired = true;
    await this.refresh();
    await this.#begin();
  }

  async refresh(): Promise<void> {
    try {
      const asked = Date.now();
      const state = await node.get<TillState>('/till', { repeat: false, timeout: 6000 });
      shopTime.learn(state.now, state.shop.time_zone, asked);
      const newer = this.state && state.catalogue_version !== this.state.catalogue_version && this.started;
      this.state = state;
      this.failure = null;
      void device.put('state', 'till', state);
      if (newer) void this.#renew();
    } catch (error) {
      const failure = asFailure(error);
      if (failure.code === 'device_unknown' || failure.code === 'device_revoked') this.paired = false;
      else if (!this.state) {
        this.failure = failure;
        this.#timer = setTimeout(() => void this.start(), 3000);
      }
    }
  }

  async train(on: boolean): Promise<void> {
    this.training = open.training = on;
    await device.put('state', 'training', on);
  }

  #reach(reached: boolean): void {
    if (this.reached === reached) return;
    this.reached = reached;
    clearTimeout(this.#timer);
    if (reached) void this.refresh();
    else this.#timer = setTimeout(() => void this.refresh(), 4000);
  }
}

export const till = new Till();
