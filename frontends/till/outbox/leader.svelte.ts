/**
 * One tab of this browser is the till: it alone hands out numbers and sends. The browser's lock is given back when the
 * tab closes or crashes, so there is nothing to expire and nothing to clean up.
 */
const LOCK = 'tresen-till';

export type Lead = 'asking' | 'leading' | 'elsewhere';

class Leader {
  state = $state<Lead>('asking');
  /** Run once this tab leads; its end means that another tab took over. */
  onlead: () => void = () => {};
  onlost: () => void = () => {};
  #give: (() => void) | undefined;

  start(): void {
    // Without a secure context there are no locks, no service worker and no selling without the node either.
    if (!navigator.locks) return this.#lead();
    void this.#request({ ifAvailable: true }).then((got) => {
      if (got) return;
      this.state = 'elsewhere';
      void this.#request({}); // leads by itself when the other tab is gone
    });
  }

  /** The cashier wants the till here: the other tab is put to rest. */
  takeOver(): void {
    void this.#request({ steal: true });
  }

  /** For tests and for leaving: the next tab in line leads. */
  leave(): void {
    this.#give?.();
  }

  async #request(options: LockOptions): Promise<boolean> {
    let got = false;
    try {
      await navigator.locks.request(LOCK, options, (lock) => {
        if (!lock) return;
        got = true;
        if (this.state === 'leading') return;
        this.#lead();
        return new Promise<void>((done) => (this.#give = done));
      });
      return got;
    } catch {
      // Stolen: the promise of the holder is rejected.
      if (got && this.state === 'leading') {
        this.state = 'elsewhere';
        this.onlost();
        void this.#request({});
      }
      return got;
    }
  }

  #lead(): void {
    this.state = 'leading';
    this.onlead();
  }
}

export const leader = new Leader();
