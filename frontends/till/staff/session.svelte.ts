import { node } from '../api/node';
import type { Right, Staff } from '../api/types';

interface SignedIn {
  session: string;
  staff: Staff;
  rights: Record<string, Right>;
}

const KEY = 'tresen.staff';

/** Who stands at this till. Lives as long as the browser tab, so that a reload does not ask again. */
class Session {
  staff = $state.raw<Staff | null>(null);
  rights = $state.raw<Record<string, Right>>({});

  restore(): void {
    const kept = sessionStorage.getItem(KEY);
    if (kept) this.#use(JSON.parse(kept) as SignedIn);
  }

  async signIn(staff: string, pin: string): Promise<void> {
    const answer = await node.post<SignedIn>('/till/sign-in', { staff, pin });
    sessionStorage.setItem(KEY, JSON.stringify(answer));
    this.#use(answer);
  }

  signOut(): void {
    void node.post('/till/sign-out').catch(() => {});
    this.forget();
  }

  forget(): void {
    sessionStorage.removeItem(KEY);
    node.session = '';
    this.staff = null;
    this.rights = {};
  }

  /** What this person may do; an act the node does not name is decided by the node. */
  may(act: string): Right {
    return this.rights[act] ?? 'allow';
  }

  #use(signed: SignedIn): void {
    node.session = signed.session;
    this.staff = signed.staff;
    this.rights = signed.rights;
  }
}

export const session = new Session();
