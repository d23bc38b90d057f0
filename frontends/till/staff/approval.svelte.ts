import { Failure } from '$shared/api/failure';
import { newId } from '$shared/api/ids';
import { toasts } from '$kit/toasts.svelte';
import { node } from '../api/node';
import { house } from '../shell/house.svelte';
import { strict } from '../outbox/database';
import type { Approval } from '../outbox/item';
import { play } from '../sound/sound';
import { t } from '../words/t';
import { provePin, session } from './session.svelte';

interface Asked {
  act: string;
  answer: (approval: string | null) => void;
}

/** Approvals of the last days, by their key: what is handed out without the node says who approved what. */
type Given = Record<string, Approval & { at: number }>;
const KEY = 'approvals';
const KEPT = 7 * 24 * 3_600_000;

/** "Needs approval": a colleague with the right types the PIN on the spot; both names go into the record. */
class Approvals {
  asked = $state.raw<Asked | null>(null);

  /** Resolves to the approval, or null if nobody gave one. */
  ask(act: string): Promise<string | null> {
    return new Promise((done) => {
      this.asked = {
        act,
        answer: (approval) => {
          this.asked = null;
          done(approval);
        },
      };
    });
  }

  async give(staff: string, pin: string): Promise<void> {
    const asked = this.asked;
    if (!asked) return;
    const proved = await provePin(staff, pin, (timeout) => node.post<{ approval: string }>('/till/approve', { act: asked.act, staff, pin }, { timeout }));
    const key = proved?.approval ?? this.#byDevice(asked.act, staff);
    await this.#note(key, { act: asked.act, staff, how: proved ? 'node' : 'device' });
    asked.answer(key);
  }

  /** What the keys of a sale (joined by commas) stand for. */
  async named(keys: string): Promise<Approval[]> {
    const given = (await strict.get<Given>('state', KEY)) ?? {};
    return keys.split(',').flatMap((key) => {
      const one = given[key];
      return one ? [{ act: one.act, staff: one.staff, how: one.how }] : [];
    });
  }

  #byDevice(act: string, staff: string): string {
    const role = house.staff.find((one) => one.id === staff)?.role ?? '';
    const rights = house.rights(role);
    if (rights['approve'] !== 'allow' || rights[act] !== 'allow') throw new Failure('denied', t('right.denied'), t('fail.nothing_booked'), t('right.denied.do'));
    return `device.${newId()}`;
  }

  async #note(key: string, approval: Approval): Promise<void> {
    const now = Date.now();
    const given = (await strict.get<Given>('state', KEY).catch(() => undefined)) ?? {};
    const kept = Object.entries(given).filter(([, one]) => now - one.at < KEPT);
    await strict.put('state', KEY, { ...Object.fromEntries(kept), [key]: { ...approval, at: now } } satisfies Given).catch((error: unknown) => console.warn(error));
  }

  /** Runs an act with the approval it needs. Returns null if it was not allowed. */
  async during<T>(act: string, run: (approval: string) => Promise<T> | T): Promise<T | null> {
    const right = session.may(act);
    if (right === 'deny') {
      play('error');
      toasts.error(t('right.denied'), t('right.denied.do'));
      return null;
    }
    let approval = '';
    if (right === 'approve') {
      const given = await this.ask(act);
      if (given === null) return null;
      approval = given;
    }
    try {
      return await run(approval);
    } catch (error) {
      if (!(error instanceof Failure) || !/^approval_(needed|invalid)$/.test(error.code)) throw error;
      const given = await this.ask(typeof error.detail['act'] === 'string' ? error.detail['act'] : act);
      return given === null ? null : await run(given);
    }
  }
}

export const approvals = new Approvals();
