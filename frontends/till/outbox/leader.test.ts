import { afterEach, beforeEach, expect, it, vi } from 'vitest';

interface Waiting {
  take: (held: boolean) => Promise<unknown> | void;
  done: (value: unknown) => void;
  fail: (why: Error) => void;
}

/** Web Locks as the browser keeps them for all tabs of a site; Node has none. */
class FakeLocks {
  held: Waiting | null = null;
  queue: Waiting[] = [];

  request(_name: string, options: LockOptions, use: (lock: unknown) => Promise<unknown> | void): Promise<unknown> {
    return new Promise((done, fail) => {
      const one: Waiting = { take: (held) => use(held ? {} : null), done, fail };
      if (options.steal) {
        this.held?.fail(new DOMException('stolen', 'AbortError'));
        this.#grant(one);
      } else if (!this.held) this.#grant(one);
      else if (options.ifAvailable) done(one.take(false));
      else this.queue.push(one);
    });
  }

  #grant(one: Waiting): void {
    this.held = one;
    void Promise.resolve(one.take(true)).then((value) => {
      one.done(value);
      if (this.held !== one) return;
      this.held = null;
      const next = this.queue.shift();
      if (next) this.#grant(next);
    });
  }
}

const calm = async () => {
  for (let at = 0; at < 20; at++) await Promise.resolve();
};

/** Each tab has its own copy of the module. */
async function tab() {
  vi.resetModules();
  const { leader } = await import('./leader.svelte');
  const told: string[] = [];
  leader.onlead = () => told.push('lead');
  leader.onlost = () => told.push('lost');
  leader.start();
  await calm();
  return { leader, told };
}

beforeEach(() => vi.stubGlobal('navigator', { locks: new FakeLocks() }));
afterEach(() => vi.unstubAllGlobals());

it('is one tab that leads; the next leads when it closes', async () => {
  const [one, two] = [await tab(), await tab()];
  expect([one.leader.state, two.leader.state]).toEqual(['leading', 'elsewhere']);
  one.leader.leave();
  await calm();
  expect(two.leader.state).toBe('leading');
  expect(two.told).toEqual(['lead']);
});

it('is put to rest when another tab takes over, and can take it back', async () => {
  const [one, two] = [await tab(), await tab()];
  two.leader.takeOver();
  await calm();
  expect([one.leader.state, two.leader.state]).toEqual(['elsewhere', 'leading']);
  expect(one.told).toEqual(['lead', 'lost']);
  one.leader.takeOver();
  await calm();
  expect([one.leader.state, two.leader.state]).toEqual(['leading', 'elsewhere']);
});

it('leads at once where the browser has no locks', async () => {
  vi.stubGlobal('navigator', {});
  expect((await tab()).leader.state).toBe('leading');
});
