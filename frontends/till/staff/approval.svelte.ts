import { Failure } from '$shared/api/failure';
import { toasts } from '$kit/toasts.svelte';
import { node } from '../api/node';
import { play } from '../sound/sound';
import { t } from '../words/t';
import { session } from './session.svelte';

interface Asked {
  act: string;
  answer: (approval: string | null) => void;
}

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
    const { approval } = await node.post<{ approval: string }>('/till/approve', { act: asked.act, staff, pin });
    asked.answer(approval);
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
