import { strict } from '../outbox/database';
import { filled, type Counted } from './coins';

/** What this device knows of its day while the node does not: that it is open, and what was counted. */
interface KeptDay {
  /** Moment of the float that opened it here; 0 while the day was not opened here. */
  opened_at: number;
  float: number;
  /** Id of the handed-out float: until the node has it, the node's "not open" is old. */
  item: string;
  /** Counted blind while the node was away, for the closing. */
  counted: Counted;
  counted_at: number;
}

const KEY = 'day';
const NOTHING: KeptDay = { opened_at: 0, float: 0, item: '', counted: {}, counted_at: 0 };

class LocalDay {
  #kept = $state.raw<KeptDay>(NOTHING);

  async restore(): Promise<void> {
    this.#kept = (await strict.get<KeptDay>('state', KEY)) ?? NOTHING;
  }

  get open(): boolean {
    return this.#kept.opened_at > 0;
  }

  get openedAt(): number {
    return this.#kept.opened_at;
  }

  get float(): number {
    return this.#kept.float;
  }

  get counted(): Counted {
    return this.#kept.counted;
  }

  get countedAt(): number {
    return this.#kept.counted_at;
  }

  opened(at: number, float: number, item: string): Promise<void> {
    return this.#keep({ ...this.#kept, opened_at: at, float, item });
  }

  count(counted: Counted, at: number): Promise<void> {
    return this.#keep({ ...this.#kept, counted: filled(counted), counted_at: at });
  }

  /** The node's word about the day counts as soon as it has the float that opened it here. */
  async told(open: boolean, waiting: (item: string) => boolean): Promise<void> {
    if (!this.open || (!open && waiting(this.#kept.item))) return;
    await this.#keep({ ...this.#kept, opened_at: 0, float: 0, item: '' });
  }

  /** The day was closed: the count belonged to it. */
  closed(): Promise<void> {
    return this.#keep(NOTHING);
  }

  async #keep(kept: KeptDay): Promise<void> {
    this.#kept = kept;
    await strict.put('state', KEY, kept);
  }
}

export const localDay = new LocalDay();
