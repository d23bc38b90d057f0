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
import { meaning } from '../scanner/codes';
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

/** Whatever a scanner or the camera read. */
export async function scanned(texts: string[]): Promise<void> {
  const voucher = texts.map((text) => text.toUpperCase().replace(/-/g, '')).find((text) => /^[A-Z2-7]{16}$/.test(text));
  if (voucher && open.paying) {
    play('scan');
    return view.open({ kind: 'voucher', scanned: voucher });
  }
  if (sold(texts)) return;
  const coupon = texts.find(isCoupon);
  if (coupon && !open.locked) return void (await redeem(coupon));
  await askNode(texts);
}

/** Acts on a code that this device knows. Returns whether it did. */
function sold(texts: string[]): boolean {
  const found = meaning(texts, catalogue.barcodes, catalogue.data.rules);
  if (found.kind === 'receipt') {
    play('scan');
    view.open({ kind: 'refund', key: found.key });
    return true;
  }
  if (found.kind === 'unknown') return false;
  const article = found.kind === 'article' ? catalogue.article(found.article) : catalogue.byNumber(found.number);
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
    if ((await catalogue.refresh(3000)) && sold(texts)) return;
    for (const text of texts.slice(0, 2)) {
      const query = encodeURIComponent(text);
      const people = await node.get<Customer[]>(`/till/customers?q=${query}`, { repeat: false, timeout: 3000 });
      const customer = people.find((one) => one.number === text);
      if (customer && !open.locked) {
        play('scan');
        open.setCustomer(customer.id, customer.name);
        if (view.sheet?.kind === 'customer') view.close();
        toasts.good(t('customer.set', { name: customer.name }));
        return announce.say(t('customer.set', { name: customer.name }));
      }
    }
  } catch {
    // The node is silent: the code is unknown to this device, which is what the cashier must hear.
  }
  unknown(code);
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
export function enter(query: string, exact = false): boolean {
  const text = query.trim();
  if (!text) return false;
  const barcode = catalogue.barcodes.get(text);
  const article = (barcode && catalogue.article(barcode.article)) ?? catalogue.byNumber(text) ?? (exact ? undefined : catalogue.find(text)[0]);
  if (!article) {
    if (/^\d{6,}$/.test(text)) void scanned([text]);
    else if (exact) unknown(text);
    else play('unknown');
    return false;
  }
  play('scan');
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
