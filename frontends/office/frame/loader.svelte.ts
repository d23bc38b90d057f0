import { asFailure, type Failure } from '$shared/api/failure';
import { toasts } from '$kit/toasts.svelte';
import { untrack } from 'svelte';
import { session } from './session.svelte';

/** A session that ran out leads to sign-in, whatever was asked. */
function told(error: unknown): Failure {
  const failure = asFailure(error);
  if (failure.status === 401 && session.state === 'in') session.lost();
  return failure;
}

/** Counts what has been under way for a while; the thin line at the top shows it. */
class Activity {
  waiting = $state(0);

  async watch<T>(work: Promise<T>): Promise<T> {
    let counted = false;
    const timer = setTimeout(() => {
      counted = true;
      this.waiting++;
    }, 400);
    try {
      return await work;
    } finally {
      clearTimeout(timer);
      if (counted) this.waiting--;
    }
  }
}

export const activity = new Activity();

/** What a screen reads from the node. Old data stay in sight while newer ones come; only the last question counts. */
export class Loader<T> {
  data = $state.raw<T | undefined>();
  failure = $state.raw<Failure | null>(null);
  busy = $state(false);
  #last = 0;
  #ask: (() => Promise<T>) | null = null;

  load(ask: () => Promise<T>): Promise<void> {
    this.#ask = ask;
    return untrack(() => this.#run());
  }

  /** Asks the last question again. */
  async again(): Promise<void> {
    if (this.#ask) await this.#run();
  }

  async #run(): Promise<void> {
    const mine = ++this.#last;
    this.busy = true;
    try {
      const data = await activity.watch(this.#ask!());
      if (mine !== this.#last) return;
      this.data = data;
      this.failure = null;
    } catch (error) {
      if (mine !== this.#last) return;
      this.failure = told(error);
    } finally {
      if (mine === this.#last) this.busy = false;
    }
  }
}

/** One act at a time: shows that it is under way, tells a failure, gives the answer back or undefined. */
export class Act {
  busy = $state(false);
  failure = $state.raw<Failure | null>(null);

  /** `quiet`: the screen shows `failure` itself instead of a notice. */
  async run<T>(work: () => Promise<T>, quiet = false): Promise<T | undefined> {
    if (this.busy) return undefined;
    this.busy = true;
    this.failure = null;
    try {
      return await activity.watch(work());
    } catch (error) {
      this.failure = told(error);
      if (!quiet) toasts.failed(this.failure);
      return undefined;
    } finally {
      this.busy = false;
    }
  }
}
