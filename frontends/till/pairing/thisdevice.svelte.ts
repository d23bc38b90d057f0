import { keepForever } from '../storage/device';

/** Chromium offers to install; Safari does not, so there it is explained. */
interface InstallOffer extends Event {
  prompt(): Promise<{ outcome: 'accepted' | 'dismissed' }>;
}

/** How well this browser is suited for a till: safe connection, installed, storage that is kept. */
class ThisDevice {
  /** Without it there is no service worker, no camera and no selling without the node. */
  readonly safe = typeof window !== 'undefined' && window.isSecureContext;
  /** iPhones and iPads keep the data of an installed app apart from Safari. An iPad says that it is a Mac. */
  readonly ios = typeof navigator !== 'undefined' && (/iPhone|iPad|iPod/.test(navigator.userAgent) || (/Macintosh/.test(navigator.userAgent) && navigator.maxTouchPoints > 1));
  installed = $state(standsAlone());
  offer = $state.raw<InstallOffer | null>(null);
  /** Whether the browser promised to keep our data; null: not known yet. */
  kept = $state<boolean | null>(null);

  /** Installing comes before pairing: the app would not know this browser's pairing. */
  readonly installFirst = $derived(this.ios && !this.installed);

  constructor() {
    if (typeof window === 'undefined') return;
    window.addEventListener('beforeinstallprompt', (event) => {
      event.preventDefault();
      this.offer = event as InstallOffer;
    });
    window.addEventListener('appinstalled', () => {
      this.installed = true;
      this.offer = null;
    });
  }

  async install(): Promise<void> {
    const offer = this.offer;
    if (!offer) return;
    this.offer = null;
    if ((await offer.prompt()).outcome === 'accepted') this.installed = true;
  }

  /** Asks the browser to keep our data. Some ask the person, some decide by themselves. */
  async keep(): Promise<void> {
    this.kept = await keepForever();
  }

  async look(): Promise<void> {
    this.kept = (await navigator.storage?.persisted?.()) ?? false;
    if (!this.kept) await this.keep();
  }
}

function standsAlone(): boolean {
  if (typeof window === 'undefined') return false;
  return window.matchMedia('(display-mode: standalone)').matches || (navigator as { standalone?: boolean }).standalone === true;
}

export const thisDevice = new ThisDevice();
