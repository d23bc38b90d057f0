import { node } from './node';

/** Whether the node answers, since when, and when it last did. Device times, ms. */
class Contact {
  reached = $state(true);
  /** Since when `reached` is what it is. */
  since = $state(Date.now());
  last = $state(0);
  /** The till asks for state and sends what waits as soon as the node is back. */
  onback: () => void = () => {};
  onlost: () => void = () => {};

  start(): void {
    node.onreach = (reached) => this.told(reached);
  }

  told(reached: boolean): void {
    const now = Date.now();
    if (reached) this.last = now;
    if (this.reached === reached) return;
    this.reached = reached;
    this.since = now;
    if (reached) this.onback();
    else this.onlost();
  }
}

export const contact = new Contact();
