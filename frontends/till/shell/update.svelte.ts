import { registerSW } from 'virtual:pwa-register';
import { outbox } from '../outbox/outbox.svelte';
import { open } from '../basket/basket.svelte';
import { card } from '../pay/card.svelte';
import { selling } from '../pay/selling.svelte';

/** A new version waits beside the running one. It takes over by a press, or by itself when nobody is selling. */
class Update {
  waiting = $state(false);
  #apply: ((reload?: boolean) => Promise<void>) | undefined;
  #touched = Date.now();
  #registration: ServiceWorkerRegistration | undefined;

  start(): void {
    if (!('serviceWorker' in navigator)) return;
    this.#apply = registerSW({
      immediate: true,
      onNeedRefresh: () => (this.waiting = true),
      onRegisteredSW: (_url, registration) => {
        this.#registration = registration;
        // The browser looks by itself only while the till is silent, which a busy one never is.
        this.look();
        setInterval(() => this.look(), 30 * 60_000);
      },
    });
    for (const kind of ['pointerdown', 'keydown']) addEventListener(kind, () => (this.#touched = Date.now()), { passive: true });
    setInterval(() => this.#quietly(), 60_000);
  }

  /** Whether there is a newer version: asked at the start, when the node is back, and now and then. */
  look(): void {
    void this.#registration?.update().catch(() => {}); // the node is away: it is asked again
  }

  /** What is only on this device is sent, or saved as a file, before anything about the till changes. */
  apply(): void {
    if (outbox.unsaved) return;
    void this.#apply?.(true);
  }

  #quietly(): void {
    const idle = Date.now() - this.#touched > 5 * 60_000;
    if (this.waiting && idle && open.empty && !selling.sale && !card.busy) this.apply();
  }
}

export const update = new Update();
