import type { Basket, CustomerFacts, Known } from '../api/types';
import { catalogue } from '../catalogue/catalogue.svelte';
import { comingBack } from '../handing_out/coming_back';
import { engine } from './engine.svelte';
import type { BasketExcerpt } from './questions';

/** What the node knew when it quoted last, with the customer and the codes it was asked about. */
export interface KnownFor extends Known {
  of: string;
  codes: string[];
}

/**
 * What the engine must know of goods, customer, codes and limits to price a basket: the one place that looks it up.
 * Null where this device does not know enough; then the node's word is waited for. `alone`: nobody can be asked, so a
 * customer or code that only the node knows gives nothing.
 */
export async function excerptFor(basket: Basket, known: KnownFor | null, alone = false): Promise<BasketExcerpt | null> {
  const receipts = await comingBack(basket);
  const named = new Set(basket.lines.flatMap((line) => (line.return_of?.receipt && !line.voided ? [line.return_of.receipt] : [])));
  if (receipts.length < named.size) return null;
  const goods = await goodsOf(basket);
  if (!goods) return null;
  const customer = await customerOf(basket, known);
  if (!alone && (customer === undefined || !codesKnown(basket, known))) return null;
  return { ...goods, customer: customer ?? null, ...(known ? { usage: known.usage, coupons: known.coupons } : {}), ...(receipts.length ? { receipts } : {}) };
}

async function goodsOf(basket: Basket): Promise<Pick<BasketExcerpt, 'articles' | 'barcodes'> | null> {
  // What comes back is priced from its receipt.
  const ids = basket.lines.filter((line) => !line.voided && !line.return_of?.receipt && !line.money).map((line) => line.article);
  const articles = await catalogue.articles(ids);
  const found = new Set(articles.map((one) => one.id));
  if (!ids.every((id) => found.has(id)) || !articles.every((one) => [...one.deposit, ...(one.components ?? [])].every((part) => found.has(part.article)))) return null;
  return { articles, barcodes: basket.lines.flatMap((line) => catalogue.barcodes.get(line.barcode) ?? []) };
}

/** Undefined: prices may depend on the customer and nobody here knows how. */
async function customerOf(basket: Basket, known: KnownFor | null): Promise<CustomerFacts | null | undefined> {
  if (!basket.customer) return null;
  if (known?.of === basket.customer) return known.customer;
  const key = await catalogue.customer(basket.customer);
  if (key) return { id: key.id, group: key.group, tier: key.tier, first_purchase: key.first_purchase, birthday_month: key.birthday_month, points: key.points };
  return engine.pricedByCustomer ? undefined : null;
}

/** Whether every code is one that may be used again and again, or one that the node was asked about. */
function codesKnown(basket: Basket, known: KnownFor | null): boolean {
  return (basket.codes ?? []).every((code) => known?.codes.includes(code) || engine.opens(code));
}
