import { listen } from '$shared/api/events';

export interface ShownLine {
  n: number;
  name: string;
  unit: string;
  quantity: number;
  per: number;
  price: number;
  amount: number;
  deposit_of: number;
  adjustments: { label: string; amount: number }[];
}

/** What the node wants the customer to see: always the whole state, so a reload or a lost message changes nothing. */
export interface Shown {
  state: 'idle' | 'basket' | 'done';
  shop: string;
  till: string;
  quote: { lines: ShownLine[]; savings: number; total: number; promotions: { promotion: { id: string; name: string }; saving: number }[] } | null;
  total: number;
  savings: number;
  change: number;
  given: number;
  url: string;
  points: number;
  points_balance: number;
  thanks: string;
  training: boolean;
}

class Display {
  shown = $state.raw<Shown | null>(null);
  connected = $state(true);

  /** Id of the till behind /display/ in the address. */
  get till(): string {
    return decodeURIComponent(location.pathname.replace(/^\/display\/?/, '').replace(/\/$/, ''));
  }

  start(): () => void {
    if (!this.till) return () => {};
    const events = listen(
      `/api/v1/display/${encodeURIComponent(this.till)}/events`,
      { display: (state) => (this.shown = state as Shown) },
      (connected) => (this.connected = connected),
    );
    return () => events.close();
  }
}

export const display = new Display();
