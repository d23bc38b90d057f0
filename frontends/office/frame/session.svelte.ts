import { beginDaysAt } from '../format/when';
import { asFailure, type Failure } from '$shared/api/failure';
import { me, setupState, signOut, type Me } from '../api/session';

/** Who is at the desk. `unknown` until the node has answered once. */
class Session {
  state = $state<'unknown' | 'setup' | 'out' | 'in' | 'failed'>('unknown');
  me = $state.raw<Me | null>(null);
  demo = $state(false);
  failure = $state.raw<Failure | null>(null);

  async start(): Promise<void> {
    this.state = 'unknown';
    try {
      const setup = await setupState();
      this.demo = setup.demo;
      if (setup.needs_owner) this.state = 'setup';
      else await this.#look();
    } catch (error) {
      this.failure = asFailure(error);
      this.state = 'failed';
    }
  }

  enter(who: Me): void {
    this.me = who;
    beginDaysAt(who.shop.day_start);
    this.state = 'in';
  }

  async leave(): Promise<void> {
    await signOut();
    this.lost();
  }

  /** The node no longer knows us: sign-in is shown, the place in the address stays. */
  lost(): void {
    this.me = null;
    this.state = 'out';
  }

  may(area: string): boolean {
    return this.me?.rights.includes(`office.${area}`) ?? false;
  }

  async #look(): Promise<void> {
    try {
      this.enter(await me());
    } catch (error) {
      const failure = asFailure(error);
      if (failure.status !== 401) throw failure;
      this.lost();
    }
  }
}

export const session = new Session();
