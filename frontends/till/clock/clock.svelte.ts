import { strict } from '../outbox/database';

/** What the device remembers about time between two starts. */
interface Kept {
  /** Node's clock minus this device's, ms. */
  offset: number;
  /** Device time at which the offset was learned; 0 while it never was. */
  learned: number;
  /** The last corrected moment that was used: the next is never before it. */
  last: number;
}

const KEY = 'clock';
/** An answer that took longer says too little about the moment it was made. */
const SLOWEST = 4000;
/** More than this is worth a word to the cashier. */
export const WRONG = 5 * 60_000;

/**
 * The shop's time on this device: its own clock, corrected by what the node said last, never running backwards. Within
 * one page the monotonic clock catches a wall clock that somebody sets while the till is open.
 */
export class ShopClock {
  /** Node's clock minus the device's. */
  offset = $state(0);
  learned = $state(0);
  /** The device's own clock was set by more than five minutes while the till could not ask the node. */
  jumped = $state(0);
  #last = 0;
  #base: { wall: number; running: number };

  constructor(
    readonly wall: () => number = () => Date.now(),
    readonly running: () => number = () => performance.now(),
  ) {
    this.#base = { wall: wall(), running: running() };
  }

  async restore(): Promise<void> {
    const kept = await strict.get<Kept>('state', KEY).catch(() => undefined);
    if (!kept) return;
    if (!this.learned) [this.offset, this.learned] = [kept.offset, kept.learned];
    this.#last = Math.max(this.#last, kept.last);
    const back = this.#last - (this.wall() + this.offset);
    if (back > WRONG) this.jumped = -back;
  }

  /** The node said what time it is; asked and answered are this device's own times around the question. */
  learn(told: number, asked: number, answered: number): void {
    if (!Number.isFinite(told) || told <= 0 || answered - asked > SLOWEST || answered < asked) return;
    const offset = Math.round(told - (asked + answered) / 2);
    this.#base = { wall: this.wall(), running: this.running() };
    this.jumped = 0;
    // A few hundred milliseconds are the line, not the clock.
    if (this.learned && Math.abs(offset - this.offset) < 500) return;
    [this.offset, this.learned] = [offset, answered];
    void this.#keep();
  }

  /** Shop's time now, ms since 1970. */
  now(): number {
    const gone = this.running() - this.#base.running;
    const drift = this.wall() - this.#base.wall - gone;
    if (Math.abs(drift) > WRONG) this.jumped = Math.round(drift);
    // Set back: the monotonic clock goes on. Forward may also be a device that slept, so the wall clock counts.
    const wall = drift < -WRONG ? this.#base.wall + gone : this.wall();
    return Math.round(Math.max(wall + this.offset, this.#last));
  }

  /** A moment for a receipt: not before the last one. Kept, so that a restart does not go behind it either. */
  moment(after = 0): number {
    this.#last = Math.max(this.now(), after);
    void this.#keep();
    return this.#last;
  }

  /** More than five minutes between this device's clock and the shop's, or it was set in between. */
  get wrong(): boolean {
    return Math.abs(this.offset) > WRONG || Math.abs(this.jumped) > WRONG;
  }

  #keep(): Promise<void> {
    return strict.put('state', KEY, { offset: this.offset, learned: this.learned, last: this.#last } satisfies Kept).catch((error: unknown) => console.warn(error));
  }
}

export const shopClock = new ShopClock();

/** Wall time in the shop's zone as ISO text, as the engine wants it: `2026-11-28T17:05:00`. */
export function localText(ms: number, zone: string): string {
  let format = formats.get(zone);
  if (!format) {
    // Swedish writes dates as ISO 8601 does.
    format = new Intl.DateTimeFormat('sv-SE', {
      timeZone: zone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit',
    });
    formats.set(zone, format);
  }
  return format.format(ms).replace(' ', 'T');
}

/** Making a format takes far longer than using it. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** The business day of a wall time: before the hour at which a day begins, yesterday's (`tresen.core.business_day`). */
export function businessDay(local: string, startHour: number): string {
  const day = local.slice(0, 10);
  if (Number(local.slice(11, 13)) >= startHour) return day;
  return new Date(Date.parse(`${day}T12:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}
