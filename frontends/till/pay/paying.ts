import { toasts } from '$kit/toasts.svelte';
import { asFailure } from '$shared/api/failure';
import type { Tender } from '../api/types';
import { node } from '../api/node';
import { contact } from '../api/contact.svelte';
import { open } from '../basket/basket.svelte';
import { refusal, refusalOf } from '../handing_out/handing_out';
import { refuseWhenFull } from '../outbox/room';
import { together } from '../foreign/foreign';
import { announcedOtherwise } from '../offers/announced';
import { approvals } from '../staff/approval.svelte';
import { session } from '../staff/session.svelte';
import { announce } from '../shell/announce.svelte';
import { till } from '../shell/till.svelte';
import { view } from '../shell/view.svelte';
import { play } from '../sound/sound';
import { t } from '../words/t';
import { card } from './card.svelte';
import { selling } from './selling.svelte';
import { money } from '$shared/money/money';

/** From the basket to paying: the engine must have agreed to exactly this basket first. */
export async function pay(): Promise<void> {
  if (!open.lines.length || open.paying) return;
  view.close();
  view.editing = false;
  view.empties = false;
  view.query = '';
  try {
    await open.settle();
  } catch (error) {
    play('error');
    return toasts.failed(asFailure(error));
  }
  // No money is taken that could not be written down.
  const full = contact.reached && !session.local ? await refuseWhenFull() : await refusal();
  if (full && !till.training) {
    play('error');
    return toasts.failed(full);
  }
  // A question that blocks (age, price, weight) is on the screen already.
  if (open.blocked) return play('error');
  selling.failure = null;
  open.setPaying(true);
  announce.say(t('pay.due') + ' ' + money(open.due));
}

/** Back to the lines; amounts taken stay until they are taken back. */
export function backToBasket(): void {
  if (open.locked || card.busy) return;
  open.setPaying(false);
}

/** Foreign cash with the euros that go back: both or neither. */
export async function tenderAll(all: Tender[]): Promise<void> {
  if (announcedOtherwise('cash')) return;
  open.setTenders([...open.tenders, ...all]);
  if (open.due === 0) await finish();
  else announce.say(`${t('pay.due')} ${money(open.due)}`);
}

/** Adds a tender; finishes the sale by itself when nothing is left. */
export async function tender(one: Tender): Promise<void> {
  if (announcedOtherwise(one.kind)) return;
  // Above a limit of the office nothing is taken; what was agreed with the node before stays agreed.
  const refused = !till.training && (!contact.reached || session.local) ? await refusalOf({ quote: open.quote, tenders: [...open.tenders, one], training: false }) : null;
  if (refused) {
    play('error');
    return toasts.failed(refused);
  }
  open.setTenders([...open.tenders, one]);
  if (open.due === 0) await finish();
  else announce.say(`${t('pay.due')} ${money(open.due)}`);
}

/** Cash: more than is due gives change; for a payout the drawer gives what is owed. */
export async function cash(given: number): Promise<void> {
  const due = open.due;
  if (due < 0) return tender({ kind: 'cash', amount: due, given: 0, payment: '' });
  if (given <= 0 || due === 0) return;
  await tender({ kind: 'cash', amount: Math.min(given, due), given, payment: '' });
}

export function takeBack(at: number): void {
  const one = open.tenders[at];
  if (!one || selling.sale) return;
  if (one.kind === 'card' && one.payment) return void giveBack(at, one);
  const before = open.tenders;
  open.setTenders(together(open.tenders, at));
  toasts.info(t('pay.tender.removed', { kind: t(`pay.kind.${one.kind}`) }), () => {
    if (!selling.sale && open.tenders.length < before.length) open.setTenders(before);
  });
}

/** A booked card payment is reversed at the terminal before it leaves the list. */
async function giveBack(at: number, one: Tender): Promise<void> {
  try {
    await approvals.during('refund', async (approval) => {
      await node.post(`/till/payments/${one.payment}/give-back`, { approval }, { timeout: 60_000 });
      open.setTenders(open.tenders.filter((_, index) => index !== at));
      toasts.good(t('card.given_back'));
    });
  } catch (error) {
    play('error');
    toasts.failed(asFailure(error));
  }
}

card.onapproved = () => {
  if (open.due === 0) void finish();
};

export async function finish(): Promise<void> {
  if (open.due !== 0 || card.busy) return;
  await selling.complete(till.training, till.state?.print_receipts === 'always');
}
