import { device } from '../storage/device';
import { node } from './node';

const KEY = 'contact';
/** Kept no more often than this, ms. */
const KEEP_EVERY = 60_000;

/** Whether the node answers, since when, and when it last did. Device times, ms. */
class Contact {
  reached = $state(true);
  /** Since when `reached` is what it is. */
  since = $state(Date.now());
  last = $state(0);
  /** The till asks for state and sends what waits as soon as the node is back. */
  onback: () => void = () => {};
  onlost: () => void = () => {};

  #kept = 0;

  async start(): Promise<void> {
    node.onreach = (reached) => this.told(reached);
    const kept = await device.get<number>('state', KEY).catch(() => undefined);
    this.last ||= kept ?? 0;
  }

  told(reached: boolean): void {
    const now = Date.now();
    if (reached) this.last = now;
    if (reached && now - this.#kept > KEEP_EVERY) {
      this.#kept = now;
      void device.cache('state', KEY, now).catch((error: unknown) => console.warn(error));
    }
    if (this.reached === reached) return;
    this.reached = reached;
    this.since = now;
    if (reached) this.onback();
    else this.onlost();
  }
}

export const contact = new Contact();
