import { newId } from '$shared/api/ids';
import { node } from '../api/node';
import type { MoneyLine, OpenOrder } from '../api/owing';
import type { Basket, BasketLine, SaleAnswer } from '../api/types';
import { emptyBasket, newLine } from '../basket/lines';
import { open } from '../basket/basket.svelte';
import { pay } from '../pay/paying';
import { keepReceipt } from '../receipts/kept';
import { approvals } from '../staff/approval.svelte';
import { till } from '../shell/till.svelte';
import { t } from '../words/t';

const KEY = 'tresen.changing';

/** An order that is being changed: which basket becomes its new state. Survives a reload of the page. */
interface Changing {
  basket: string;
  order: string;
  due: string;
  name: string;
}

class Ordering {
  #changing = $state.raw<Changing | null>(restored());

  /** The order that the open basket is the new state of. */
  get changing(): Changing | null {
    return this.#changing?.basket === open.basket.id ? this.#changing : null;
  }

  set changing(now: Changing | null) {
    this.#changing = now;
    if (now) sessionStorage.setItem(KEY, JSON.stringify(now));
    else sessionStorage.removeItem(KEY);
  }
}

function restored(): Changing | null {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as Changing | null;
  } catch {
    return null;
  }
}

export const ordering = new Ordering();

export const openOrders = () => node.get<OpenOrder[]>('/till/orders', { timeout: 8000 });

/** The lines of an order once more, each with an id of its own. */
export function again(order: OpenOrder): BasketLine[] {
  return order.basket.lines.filter((line) => !line.voided).map((line) => ({ ...line, id: newId() }));
}

/** The basket that hands an order over: its lines, and its down payments as what they take off. */
export function handingOver(order: OpenOrder, reason: string): Basket {
  return { ...order.basket, ...fresh(), order: order.id, lines: [...again(order), ...used(order, reason)] };
}

/** The basket that pays the down payments of an order back. */
export function payingBack(order: OpenOrder, reason: string): Basket {
  return { ...emptyBasket(), customer: order.customer, lines: used(order, reason) };
}

function used(order: OpenOrder, reason: string): BasketLine[] {
  return order.down_payments.map((one) => newLine('', { quantity: -1000, return_of: { receipt: one.receipt, line: one.line, reason, restock: true } }));
}

const fresh = () => ({ id: newId() });

/** The open basket becomes the record of an order. */
export async function placeOrder(due: string, name: string): Promise<SaleAnswer> {
  const changes = ordering.changing?.order ?? '';
  const quote = await open.settle();
  const body = { basket: $state.snapshot(open.basket) as Basket, total: quote.total, due, name, changes, quoted_at: open.quoted.quoted_at, print: till.state?.print_receipts === 'always' };
  return recorded(await node.post<SaleAnswer>('/till/orders', { ...body, approval: open.approval }, { repeat: true, timeout: 10_000 }));
}

/** The open basket is given to a member of staff. */
export async function giveBenefit(staff: string): Promise<SaleAnswer | null> {
  const quote = await open.settle();
  const body = { basket: $state.snapshot(open.basket) as Basket, total: quote.total, staff, quoted_at: open.quoted.quoted_at, print: till.state?.print_receipts === 'always' };
  const answer = await approvals.during('staff_benefit', (approval) =>
    node.post<SaleAnswer>('/till/benefits', { ...body, approval: [open.approval, approval].filter(Boolean).join(',') }, { repeat: true, timeout: 10_000 }),
  );
  return answer && recorded(answer);
}

function recorded(answer: SaleAnswer): SaleAnswer {
  void keepReceipt(answer.receipt, answer.url);
  ordering.changing = null;
  open.clear();
  return answer;
}

/** The order on the counter: it is paid and handed over like any sale. */
export function handOver(order: OpenOrder): void {
  open.customerName = order.customer_name;
  open.change(handingOver(order, t('order.used')));
}

/** The order on the counter, to be recorded anew. */
export function edit(order: OpenOrder): void {
  const basket = { ...order.basket, ...fresh(), lines: again(order) };
  open.customerName = order.customer_name;
  open.change(basket);
  ordering.changing = { basket: basket.id, order: order.id, due: order.due, name: order.name };
}

/** A down payment becomes the basket on the counter and goes straight to paying. */
export async function prepay(order: OpenOrder, amount: number): Promise<void> {
  const parts = await node.get<MoneyLine[]>(`/till/orders/${order.id}/down-payment?amount=${amount}`, { timeout: 5000 });
  open.customerName = order.customer_name;
  open.change({ ...open.basket, customer: order.customer, lines: parts.map((money) => newLine('', { text: order.name ? `${t('order.line')} ${order.name}` : '', money })) });
  await pay();
}

export async function payBack(order: OpenOrder): Promise<void> {
  open.customerName = order.customer_name;
  open.change(payingBack(order, t('order.back')));
  await pay();
}

export async function callOff(order: OpenOrder): Promise<SaleAnswer | null> {
  return approvals.during('abort', (approval) => node.post<SaleAnswer>(`/till/orders/${order.id}/call-off`, { reason: t('order.call_off.reason'), approval }, { repeat: true, timeout: 10_000 }));
}
