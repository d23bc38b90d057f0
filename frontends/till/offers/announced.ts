import { toasts } from '$kit/toasts.svelte';
import type { TenderKind } from '../api/types';
import { open } from '../basket/basket.svelte';
import { engine } from '../engine/engine.svelte';
import { play } from '../sound/sound';
import { t } from '../words/t';

/** Ways of paying that a promotion of this shop asks for; the cashier chooses one before paying. */
export function announceable(): TenderKind[] {
  return [...new Set(engine.promotions.flatMap((one) => one.when.tenders ?? []))];
}

/** Says so, and returns true, when a promotion on this basket holds only for another way of paying. */
export function announcedOtherwise(kind: TenderKind): boolean {
  const used = new Set(open.quote.promotions.map((one) => one.promotion.id));
  const bound = engine.promotions.find((one) => used.has(one.id) && one.when.tenders?.length && !one.when.tenders.includes(kind));
  if (!bound) return false;
  play('error');
  toasts.error(t('offers.tender.other', { name: bound.name }), t('offers.tender.other.do'));
  return true;
}
