import { toasts } from '$kit/toasts.svelte';
import { money } from '$shared/money/money';
import { ONE, quantity } from '$shared/money/quantity';
import { node } from '../api/node';
import type { Article, BasketLine, Customer } from '../api/types';
import { open } from '../basket/basket.svelte';
import { catalogue } from '../catalogue/catalogue.svelte';
import { card } from '../pay/card.svelte';
import { isCoupon, redeem } from '../offers/coupons';
import { withoutReceipt } from '../receipts/refunding.svelte';
import { selling } from '../pay/selling.svelte';
import { meaning, spellings } from '../scanner/codes';
import { rules } from '../catalogue/rules.svelte';
import { announce } from '../shell/announce.svelte';
import { view } from '../shell/view.svelte';
import { play } from '../sound/sound';
import { t } from '../words/t';

/** Puts an article into the basket, asking for weight or price where the article needs one. */
export function addArticle(article: Article, more: Partial<BasketLine> = {}): void {
  if (refused()) return;
  selling.next();
  view.page = 'sale';
  const times = view.takeTimes() || ONE;
  if (withoutReceipt.on && (!article.weighed || more.quantity)) return open.addReturn(withoutReceipt.line(article, more.quantity ?? times));
  if (view.empties && article.kind === 'deposit') return put(article, { quantity: -times });
  if (more.amount !== undefined && more.amount !== null) return put(article, more);
  if (article.weighed && !more.quantity) return view.open({ kind: 'weigh', article, barcode: more.barcode ?? '' });
  const open_price = article.open_price_min !== null && article.open_price_max !== null;
  const amount = Math.trunc(((more.quantity ?? ONE) * times) / ONE);
  if (open_price && (more.price === undefined || more.price === null)) {
    return view.open({ kind: 'price', article, barcode: more.barcode ?? '', quantity: amount });
  }
  put(article, { ...more, quantity: article.weighed ? (more.quantity ?? ONE) : amount });
}

/** The basket takes nothing while it is being paid. */
function refused(): boolean {
  if (!open.locked && !selling.sale && !card.busy) return false;
  play('error');
  toasts.error(t('basket.locked'), t('basket.locked.do'));
  announce.warn(t('basket.locked'));
  return true;
}

function put(article: Article, more: Partial<BasketLine>): void {
  const proven = open.lines.some((line) => line.age_checked && (catalogue.article(line.article)?.min_age ?? 0) >= article.min_age);
  open.setPaying(false);
  const id = open.add(article.id, { ...more, ...(article.min_age && proven ? { age_checked: true } : {}) });
  const line = open.lines.find((one) => one.id === id);
  const priced = open.quote.lines.find((one) => one.line === id && !one.deposit_of);
  announce.say(
    t('basket.added.say', {
      quantity: quantity(line?.quantity ?? ONE, article.unit),
      name: article.name,
      amount: money(priced?.amount ?? 0),
      total: money(open.quote.total),
    }),
  );
}

let before: Promise<unknown> = Promise.resolve();

/** Whatever a scanner or the camera read. What was scanned first is on the receipt first. */
export function scanned(texts: string[]): Promise<void> {
  const voucher = texts.map((text) => text.toUpperCase().replace(/-/g, '')).find((text) => /^[A-Z2-7]{16}$/.test(text));
  if (voucher && open.paying) {
    play('scan');
    view.open({ kind: 'voucher', scanned: voucher });
    return Promise.resolve();
  }
  const turn = before.then(() => sold(texts));
  before = turn.catch(() => false);
  return turn.then((known) => (known ? undefined : unsold(texts)));
}

/** No article of this device: a coupon, or something that the node may know. */
async function unsold(texts: string[]): Promise<void> {
  const coupon = texts.find(isCoupon);
  if (coupon && !open.locked) return void (await redeem(coupon));
  await askNode(texts);
}

/** Acts on a code that this device knows. Returns whether it did. */
async function sold(texts: string[]): Promise<boolean> {
  const codes = texts.flatMap((text) => spellings(text.trim()));
  const hit = catalogue.seen(codes) ?? (await catalogue.byCode(codes));
  const found = meaning(texts, new Map(hit ? [[hit.barcode.code, hit.barcode]] : []), rules.doc?.instore_rules ?? []);
  if (found.kind === 'receipt') {
    play('scan');
    view.open({ kind: 'refund', key: found.key });
    return true;
  }
  if (found.kind === 'unknown') return false;
  const article = found.kind === 'article' ? hit!.article : await catalogue.byNumber(found.number);
  if (!article) return false;
  play('scan');
  if (found.kind === 'article') {
    addArticle(article, { barcode: found.code, ...(found.quantity === ONE ? {} : { quantity: found.quantity }) });
  } else {
    const label = found.amount === undefined ? { quantity: found.quantity ?? ONE } : { amount: found.amount };
    addArticle(article, { barcode: found.code, ...label });
  }
  return true;
}

/** Not on this device: perhaps new in the shop, or a customer's card. Only the whole code counts, never its beginning. */
async function askNode(texts: string[]): Promise<void> {
  const code = texts[0] ?? '';
  try {
    for (const text of texts.slice(0, 2)) {
      if ((await catalogue.askNode(text.trim())) && (await sold(texts))) return;
    }
    for (const text of texts.slice(0, 2)) {
      const query = encodeURIComponent(text);
      const people = await node.get<Customer[]>(`/till/customers?q=${query}`, { repeat: false, timeout: 3000 });
      const customer = people.find((one) => one.number === text);
      if (customer && chosen(customer.id, customer.name)) return;
    }
  } catch {
    // The node is silent: a card is known by its number alone; any other code is unknown to this device.
    for (const text of texts.slice(0, 2)) {
      const key = await catalogue.customerByNumber(text.trim());
      if (key && chosen(key.id, key.number)) return;
    }
  }
  unknown(code);
}

/** Takes the customer whose card was read. */
function chosen(id: string, name: string): boolean {
  if (open.locked) return false;
  play('scan');
  open.setCustomer(id, name);
  if (view.sheet?.kind === 'customer') view.close();
  toasts.good(t('customer.set', { name }));
  announce.say(t('customer.set', { name }));
  return true;
}

function unknown(code: string): void {
  play('unknown');
  announce.warn(t('scan.unknown', { code }));
  toasts.add({ kind: 'error', text: t('scan.unknown', { code }), more: t('scan.unknown.do') });
}

/**
 * Enter in the search field takes the first hit; `exact`: digits and Enter outside any field, where no hits are seen,
 * take only the article of this very number.
 */
export async function enter(query: string, exact = false): Promise<boolean> {
  const text = query.trim();
  if (!text) return false;
  const hit = await catalogue.byCode([text]);
  const article = hit?.article ?? (await catalogue.byNumber(text)) ?? (exact ? undefined : (await catalogue.find(text, 0, 1)).articles[0]);
  if (!article) {
    if (/^\d{6,}$/.test(text)) void scanned([text]);
    else if (exact) unknown(text);
    else play('unknown');
    return false;
  }
  play('scan');
  const barcode = hit?.barcode;
  addArticle(article, barcode ? { barcode: barcode.code, ...(barcode.quantity === ONE ? {} : { quantity: barcode.quantity }) } : {});
  return true;
}

/** Takes a line off at once; the notice carries the way back. */
export function takeOff(line: string): void {
  if (refused()) return;
  const name = open.quote.lines.find((one) => one.line === line && !one.deposit_of)?.name ?? '';
  const undo = open.void(line);
  view.editing = false;
  if (view.sheet?.kind === 'line') view.close();
  announce.say(t('basket.voided', { name }));
  toasts.info(t('basket.voided', { name }), undo);
}
