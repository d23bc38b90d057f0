import { money } from '$shared/money/money';
import { ONE, quantity } from '$shared/money/quantity';
import type { Hint, Quote, Selection } from '../api/types';
import { catalogue } from '../catalogue/catalogue.svelte';
import { rules } from '../catalogue/rules.svelte';
import { t } from '../words/t';

/** The goods that a hint means, as short as they can be said: one article or group by name, else "articles". */
export function goodsName(goods: Selection): string {
  const names = [
    ...goods.articles.map((id) => catalogue.article(id)?.name),
    ...goods.groups.map((id) => rules.doc?.groups.find((group) => group.id === id)?.name),
    ...goods.tags,
  ].filter((name) => name !== undefined);
  return names.length === 1 ? names[0]! : names.length === 2 ? names.join(' / ') : t('offers.hint.any');
}

/** "2 × Croissant more: save 1.39". */
export function hintText(hint: Hint): string {
  const values = { goods: goodsName(hint.goods), saving: money(hint.saving) };
  if (!hint.missing_quantity) return t('offers.hint.amount', { ...values, missing: money(hint.missing_amount) });
  const pieces = hint.missing_quantity % ONE === 0 ? `${quantity(hint.missing_quantity)} ×` : quantity(hint.missing_quantity);
  return t('offers.hint.pieces', { ...values, missing: pieces });
}

/** Of each promotion on a quote its name and what it saved in all. */
export function savings(quote: Quote): { id: string; name: string; saving: number; points: number }[] {
  const found = new Map<string, { id: string; name: string; saving: number; points: number }>();
  for (const one of quote.promotions) {
    const kept = found.get(one.promotion.id) ?? { id: one.promotion.id, name: one.promotion.name, saving: 0, points: 0 };
    found.set(one.promotion.id, { ...kept, saving: kept.saving + one.saving, points: kept.points + one.points });
  }
  return [...found.values()];
}

/** The one line below the basket: what needs an answer first, then what saves most, then what has been saved. */
export function stripText(quote: Quote): string {
  const gift = quote.offers[0];
  if (gift) return t('offers.gift', { name: gift.name });
  const hint = quote.hints[0];
  if (hint) return hintText(hint);
  const saving = quote.promotions.reduce((sum, one) => sum + one.saving, 0);
  return saving > 0 ? t('offers.hit', { n: savings(quote).length, saving: money(saving) }) : t('offers.strip');
}
