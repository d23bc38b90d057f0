import type { Staff } from '../api/types';
import { strict } from '../outbox/database';

/**
 * Checks a PIN without the node. The verifier is made when somebody signs in here with the node's word, so only who has
 * signed in on this device can do so without it. A device that was stolen gives an attacker a slow hash of a short PIN:
 * that is why it is forgotten after a month without contact, and why wrong tries cost time.
 */
export const ROUNDS = 600_000;
/** A verifier is good for so long after the node confirmed the person last, ms. */
export const FORGOTTEN_AFTER = 30 * 24 * 3_600_000;
const FREE_TRIES = 3;
const FIRST_PAUSE = 30_000;
const LONGEST_PAUSE = 15 * 60_000;

interface Verifier {
  staff: string;
  salt: Uint8Array<ArrayBuffer>;
  rounds: number;
  hash: Uint8Array<ArrayBuffer>;
  /** Shop's time at which the node last said that this person may sign in. */
  confirmed: number;
  wrong: number;
  /** Shop's time before which no further try counts. */
  until: number;
}

export type Verdict =
  | { ok: true }
  /** `unknown` never signed in here · `old` no contact for too long · `wrong` · `wait` too many wrong tries. */
  | { ok: false; why: 'unknown' | 'old' | 'wrong' | 'wait'; until: number };

async function derive(pin: string, salt: Uint8Array<ArrayBuffer>, rounds: number): Promise<Uint8Array<ArrayBuffer>> {
  const key = await crypto.subtle.importKey('raw', new TextEncoder().encode(pin), 'PBKDF2', false, ['deriveBits']);
  return new Uint8Array(await crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations: rounds }, key, 256));
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  let different = a.length ^ b.length;
  for (let i = 0; i < a.length; i++) different |= a[i]! ^ b[i]!;
  return different === 0;
}

/** After a sign-in or an approval that the node confirmed. */
export async function learnPin(staff: string, pin: string, now: number): Promise<void> {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const hash = await derive(pin, salt, ROUNDS);
  await strict.put('people', staff, { staff, salt, rounds: ROUNDS, hash, confirmed: now, wrong: 0, until: 0 } satisfies Verifier);
}

/** The node refused this PIN. If the device would still take it, the PIN was changed: what the device knows is void. */
export async function pinChanged(staff: string, pin: string, now: number): Promise<void> {
  if ((await checkPin(staff, pin, now)).ok) await strict.remove('people', staff);
}

/** Each contact with the node: who is still there stays known, who is gone is forgotten. */
export async function confirmPeople(staff: readonly Staff[], now: number): Promise<void> {
  const there = new Set(staff.map((one) => one.id));
  for (const one of await strict.all<Verifier>('people')) {
    if (!there.has(one.staff)) await strict.remove('people', one.staff);
    else if (now - one.confirmed > 3_600_000) await strict.put('people', one.staff, { ...one, confirmed: now });
  }
}

/** Who could sign in here now without the node. */
export async function knownPeople(now: number): Promise<Set<string>> {
  const all = await strict.all<Verifier>('people');
  return new Set(all.filter((one) => now - one.confirmed <= FORGOTTEN_AFTER).map((one) => one.staff));
}

let turn: Promise<unknown> = Promise.resolve();

/** One try at a time, counted before it is judged: neither a second tab nor a crash gives a free one. */
export function checkPin(staff: string, pin: string, now: number): Promise<Verdict> {
  const next = turn.then(() => check(staff, pin, now));
  turn = next.catch(() => undefined);
  return next;
}

async function check(staff: string, pin: string, now: number): Promise<Verdict> {
  const known = await strict.get<Verifier>('people', staff);
  if (!known) return { ok: false, why: 'unknown', until: 0 };
  if (now - known.confirmed > FORGOTTEN_AFTER) {
    await strict.remove('people', staff);
    return { ok: false, why: 'old', until: 0 };
  }
  if (now < known.until) return { ok: false, why: 'wait', until: known.until };
  const wrong = known.wrong + 1;
  const over = wrong - FREE_TRIES;
  const until = over < 0 ? 0 : now + Math.min(FIRST_PAUSE * 2 ** over, LONGEST_PAUSE);
  await strict.put('people', staff, { ...known, wrong, until });
  if (!equal(await derive(pin, known.salt, known.rounds), known.hash)) return { ok: false, why: until ? 'wait' : 'wrong', until };
  await strict.put('people', staff, { ...known, wrong: 0, until: 0 });
  return { ok: true };
}
