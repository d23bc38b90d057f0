import { Failure } from '$shared/api/failure';
import { contact } from '../api/contact.svelte';
import type { Basket, Quote, Receipt, SaleAnswer, Staff, Tender } from '../api/types';
import { emptyBasket } from '../basket/lines';
import { businessDay, localText, shopClock } from '../clock/clock.svelte';
import { engine } from '../engine/engine.svelte';
import type { Circumstances } from '../engine/questions';
import type { Item } from '../outbox/item';
import { leader } from '../outbox/leader.svelte';
import { outbox } from '../outbox/outbox.svelte';
import { refuseWhenFull } from '../outbox/room';
import { series, unnumbered } from '../outbox/series';
import { coverage } from '../catalogue/coverage.svelte';
import { house } from '../shell/house.svelte';
import { approvals } from '../staff/approval.svelte';
import { session } from '../staff/session.svelte';
import { t } from '../words/t';
import { refusedAtAll, refusedSale } from './limits';
import { comingBack } from './coming_back';
import { customerOf } from './customer';
import { receiptToken } from './token';

/** A sale that was agreed and paid. */
export interface Agreed {
  basket: Basket;
  quote: Quote;
  tenders: Tender[];
  approval: string;
  token: string;
  quoted_at: number;
  started_at: number;
  training: boolean;
  /** It was sent to the node and no answer came. */
  tried: boolean;
}

/** Why this till can hand out nothing without its node now; null if it can. Asked before money is taken. */
export async function refusal(): Promise<Failure | null> {
  if (leader.state !== 'leading') return new Failure('elsewhere', t('elsewhere.title'), t('fail.nothing_booked'), t('elsewhere.do'));
  const refused = refusedAtAll(house.limits, contact.last ? Date.now() - contact.last : 0);
  if (refused) return refused;
  if (!house.document || engine.state !== 'ready') return noEngine();
  if (!(await series())?.slot) return unnumbered();
  return refuseWhenFull();
}

/** Why this sale cannot be handed out; null if it can. Training moves no money, so no limit holds it. */
export async function refusalOf(agreed: Pick<Agreed, 'quote' | 'tenders' | 'training'>): Promise<Failure | null> {
  return (await refusal()) ?? (agreed.training ? null : refusedSale(house.limits, agreed.quote, agreed.tenders));
}

/** Makes the receipt of a sale on this device and stores it. When it returns the receipt may leave the hand. */
export async function handOutSale(agreed: Agreed): Promise<Item> {
  const { basket, tenders, training } = agreed;
  const points = house.limits.points;
  const quoted = points ? agreed.quote : { ...agreed.quote, points: 0, lines: agreed.quote.lines.map((line) => ({ ...line, points: 0 })) };
  const receipts = await comingBack(basket);
  const customer = await customerOf(basket.customer);
  return store(agreed, (at) => engine.receipt({ basket, quoted, tenders: tenders.map(written), at, receipts, training, ...(customer ? { customer } : {}) }));
}

/** Cash in or out, or the float that opens the day; `amount` positive into the drawer. */
export async function handOutCash(id: string, kind: 'cash_in' | 'cash_out' | 'float', amount: number, reason: string, note: string, approval: string): Promise<Item> {
  const now = shopClock.now();
  const about = { basket: { ...emptyBasket(), id }, approval, token: receiptToken(id), quoted_at: now, started_at: now, tried: false };
  return store(about, (at) => engine.cashReceipt({ receipt: id, kind, case: '', amount, at, reason, note }));
}

/** A basket that is given up. */
export async function handOutAbort(basket: Basket, texts: string[], reason: string, approval: string, startedAt: number): Promise<Item> {
  const about = { basket, approval, token: receiptToken(basket.id), quoted_at: startedAt, started_at: startedAt, tried: false };
  return store(about, (at) => engine.abortReceipt({ receipt: basket.id, at, was_in_basket: texts, reason }));
}

type About = Omit<Agreed, 'quote' | 'tenders' | 'training'>;

async function store(about: About, make: (at: Circumstances) => Promise<Receipt>): Promise<Item> {
  const refused = await refusal();
  if (refused) throw refused;
  const given = await approvals.named(about.approval);
  const finished = shopClock.moment(Math.max((await series())?.last ?? 0, about.started_at));
  const approver = house.staff.find((one) => one.id === given.at(-1)?.staff);
  let receipt: Receipt;
  try {
    receipt = await make(circumstances(about, finished, approver));
  } catch (error) {
    console.error(error);
    throw noEngine();
  }
  return outbox.handOut({
    receipt,
    basket: about.basket,
    tried_online: about.tried,
    engine: engine.id,
    rules_version: house.document?.version ?? 0,
    goods_version: coverage.goods.version,
    approvals: given,
    quoted_at: about.quoted_at,
    clock_offset: finished - Date.now(),
    made_at: Date.now(),
  });
}

function circumstances(about: About, finished: number, approver: Staff | undefined): Circumstances {
  const { shop, till } = house.document!;
  return {
    shop: shop.id,
    till: till.id,
    till_name: till.name,
    till_serial: till.serial,
    party: shop.party as Receipt['party'],
    business_day: businessDay(localText(finished, shop.time_zone), shop.day_start),
    started_at: about.started_at,
    finished_at: finished,
    staff: session.staff?.id ?? '',
    staff_name: session.staff?.name ?? '',
    token: about.token,
    number: 0,
    // Why there is no signature; nothing is signed afterwards.
    signed: { client: till.serial, failure: NODE_AWAY },
    approved_by: approver?.id ?? '',
    approved_by_name: approver?.name ?? '',
    time_zone: shop.time_zone,
    agencies: house.document?.agencies ?? [],
  };
}

/** A tender as the receipt says it: the code of a voucher in groups, a card that only the cashier has seen. */
function written(one: Tender): Tender & { text?: string; card_kind?: string } {
  if (one.kind === 'voucher') return { ...one, text: one.payment.replace(/(.{4})(?=.)/g, '$1 ') };
  if (one.kind === 'card' && !one.payment) return { ...one, text: t('card.external.text'), card_kind: 'debit' };
  return one;
}

function noEngine(): Failure {
  return new Failure('no_engine', t('fail.no_engine.title'), t('fail.nothing_booked'), t('fail.no_engine.do'));
}

/** As the receipt's text about a failed TSE knows it. */
export const NODE_AWAY = 'node not reachable';

/** A handed-out receipt as the screen shows an answer of the node. */
export function answerOf(item: Item): SaleAnswer {
  const { receipt } = item;
  const change = receipt.total < 0 ? 0 : receipt.tenders.reduce((sum, one) => sum + (one.kind === 'cash' && one.given ? one.given - one.amount : 0), 0);
  return { receipt, url: `/r/${receipt.token}`, change, print_job: null, repeated: false, notes: item.state === 'confirmed' ? [] : ['handed_out'] };
}

