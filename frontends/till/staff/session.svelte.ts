import { Failure } from '$shared/api/failure';
import { clock } from '$shared/money/dates';
import { contact } from '../api/contact.svelte';
import { node } from '../api/node';
import type { Right, Staff } from '../api/types';
import { house } from '../shell/house.svelte';
import { shopClock } from '../clock/clock.svelte';
import { t } from '../words/t';
import { checkPin, learnPin, pinChanged } from './verifier';

interface SignedIn {
  /** The node's session; empty while this device alone has checked the PIN. */
  session: string;
  staff: Staff;
  rights: Record<string, Right>;
}

const KEY = 'tresen.staff';
/** So long a sign-in waits for the node: away already, or not known to be. */
const PATIENCE = { away: 2500, there: 8000 };

/** The PIN was checked by the node or, without it, by this device. Throws the failure that the cashier reads. */
export async function provePin<T>(staff: string, pin: string, ask: (timeout: number) => Promise<T>): Promise<T | null> {
  try {
    const answer = await ask(contact.reached ? PATIENCE.there : PATIENCE.away);
    if (crypto.subtle) void learnPin(staff, pin, shopClock.now()).catch((error: unknown) => console.warn(error));
    return answer;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    if (error.code === 'wrong_pin' && crypto.subtle) void pinChanged(staff, pin, shopClock.now());
    if (!error.offline) throw error;
  }
  if (!crypto.subtle) throw new Failure('insecure', t('fail.insecure.title'), t('fail.nothing_booked'), t('fail.insecure.do'));
  const verdict = await checkPin(staff, pin, shopClock.now());
  if (verdict.ok) return null;
  const { why, until } = verdict;
  throw new Failure(`pin_${why}`, t(`pin.${why}.title`), t('fail.nothing_booked'), t(`pin.${why}.do`, { time: until ? clock(until) : '' }));
}

/** Who stands at this till. Lives as long as the browser tab, so that a reload does not ask again. */
class Session {
  staff = $state.raw<Staff | null>(null);
  rights = $state.raw<Record<string, Right>>({});
  /** Signed in by this device alone: the node does not know yet. */
  local = $state(false);
  /** The node knows who stands here (again). */
  onsigned: () => void = () => {};
  /** Somebody has signed in at this device, with or without the node. */
  onhere: () => void = () => {};
  /** Typed while the node was away; shown to it once when it is back, never stored. */
  #pin = '';

  restore(): void {
    const kept = sessionStorage.getItem(KEY);
    if (kept) this.#use(JSON.parse(kept) as SignedIn);
  }

  async signIn(staff: string, pin: string): Promise<void> {
    const answer = await provePin(staff, pin, (timeout) => node.post<SignedIn>('/till/sign-in', { staff, pin }, { timeout }));
    this.#pin = answer ? '' : pin;
    this.#use(answer ?? this.#alone(staff));
    this.onhere();
  }

  /** The node is back: it gets to know who stands here. True if somebody has to type the PIN again for that. */
  async tellNode(): Promise<boolean> {
    const person = this.staff;
    if (!person || !this.local) return false;
    if (!this.#pin) return true;
    try {
      const answer = await node.post<SignedIn>('/till/sign-in', { staff: person.id, pin: this.#pin }, { timeout: PATIENCE.there });
      if (this.staff?.id === person.id) this.#use(answer);
      this.#pin = '';
      return false;
    } catch (error) {
      if (error instanceof Failure && error.offline) return false;
      this.#pin = '';
      return true;
    }
  }

  signOut(): void {
    if (!this.local) void node.post('/till/sign-out').catch(() => {});
    this.forget();
  }

  forget(): void {
    sessionStorage.removeItem(KEY);
    node.session = '';
    this.#pin = '';
    this.local = false;
    this.staff = null;
    this.rights = {};
  }

  /** The node has forgotten this session (it started anew): the person goes on by this device's word until asked again. */
  alone(): void {
    if (this.staff) this.#use(this.#alone(this.staff.id));
  }

  /** What this person may do; an act the node does not name is decided by the node. */
  may(act: string): Right {
    return this.rights[act] ?? 'allow';
  }

  #alone(staff: string): SignedIn {
    const person = house.staff.find((one) => one.id === staff);
    if (!person) throw new Failure('staff_unknown', t('pin.unknown.title'), t('fail.nothing_booked'), t('pin.unknown.do'));
    return { session: '', staff: person, rights: house.rights(person.role) };
  }

  #use(signed: SignedIn): void {
    sessionStorage.setItem(KEY, JSON.stringify(signed));
    node.session = signed.session;
    this.local = signed.session === '';
    this.staff = signed.staff;
    this.rights = signed.rights;
    if (signed.session) this.onsigned();
  }
}

export const session = new Session();
