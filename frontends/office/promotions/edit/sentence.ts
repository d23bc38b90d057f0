import { money, percent } from '$shared/money/money';
import type { Promotion, Selection } from '../../api/promotions';
import { weekdayName } from '../../format/when';
import { word } from '../../words/office';
import { t } from '../words';
import { shapeOf } from './draft';

/** Names that ids stand for. */
export interface Known {
  article: (id: string) => string;
  group: (id: string) => string;
  customerGroup: (id: string) => string;
  tier: (id: string) => string;
}

const MOST = 3;

function listed(parts: string[], key: 's.and' | 's.or' = 's.and'): string {
  if (parts.length < 2) return parts[0] ?? '';
  return t(key, { a: parts.slice(0, -1).join(', '), b: parts.at(-1)! });
}

function goodsOf(goods: Selection, known: Known): string {
  const named = [...goods.groups.map(known.group), ...goods.articles.map(known.article), ...goods.tags.map((tag) => t('s.goods.tag', { tag }))];
  if (named.length === 0) return t('s.goods.all');
  return named.length > MOST ? t('s.goods.more', { names: named.slice(0, MOST).join(', '), n: named.length - MOST }) : listed(named, 's.or');
}

function valueOf(promotion: Promotion, value: number): string {
  const { way } = promotion.action;
  return way === 'percent' ? percent(value) : way === 'amount' || way === 'fixed_price' ? money(value) : String(value);
}

/** What the customer gets. */
function then(promotion: Promotion, known: Known): string {
  const { action } = promotion;
  const shape = shapeOf(action);
  const goods = goodsOf(promotion.goods, known);
  const value = valueOf(promotion, action.value);
  const way = action.way as 'percent' | 'amount' | 'fixed_price';
  const free = action.way === 'percent' && action.value === 10_000;
  if (shape === 'coupon') return t('s.coupon');
  if (shape === 'points') return t(`s.points.${action.way as 'points'}`, { value, goods });
  if (shape === 'gift') return t(free ? 's.gift.free' : 's.gift', { value, goods: goodsOf(action.gifts!, known) });
  if (shape === 'scale') {
    const steps = action.scale.map((step) =>
      step.from_quantity
        ? t('s.step.quantity', { from: step.from_quantity / 1000, value: valueOf(promotion, step.value) })
        : t('s.step.amount', { from: money(step.from_amount), value: valueOf(promotion, step.value) }),
    );
    return t('s.scale', { goods, steps: listed(steps) });
  }
  if (shape === 'bundle') {
    const parts = action.parts.map((one) => `${one.quantity === 1000 ? '' : `${one.quantity / 1000}× `}${goodsOf(one.goods, known)}`);
    return t(`s.bundle.${way}`, { parts: listed(parts), value });
  }
  if (shape === 'pieces') {
    const { set_size: size, first } = action;
    const last = action.last || size;
    if (free && last === size) return t('s.pieces.free', { size, rest: first - 1, goods });
    const which = first === 1 && last === size ? t('s.which.all') : first === size ? t('s.which.cheapest') : t('s.which.some', { first, last });
    return t(`s.pieces.${way}`, { size, goods, which, value });
  }
  return t(`s.${shape}.${way}`, { value, goods });
}

function conditions(promotion: Promotion, known: Known): string[] {
  const { when } = promotion;
  const found: string[] = [];
  if (when.min_quantity) found.push(t('s.min_quantity', { n: when.min_quantity / 1000 }));
  if (when.min_amount) found.push(t('s.min_amount', { amount: money(when.min_amount) }));
  if (when.basket_amount) found.push(t('s.basket_amount', { amount: money(when.basket_amount) }));
  if (when.known_customer) found.push(t('s.known'));
  if (when.customer_groups.length) found.push(t('s.groups', { names: listed(when.customer_groups.map(known.customerGroup), 's.or') }));
  if (when.tiers.length) found.push(t('s.tiers', { names: listed(when.tiers.map(known.tier), 's.or') }));
  if (when.first_purchase) found.push(t('s.first'));
  if (when.birthday_month) found.push(t('s.birthday'));
  if (when.coupon) found.push(t('s.coupon.shown'));
  if (when.tenders.length) found.push(t('s.tenders', { names: listed(when.tenders.map((tender) => word('tender', tender)), 's.or') }));
  if (when.weekdays.length) found.push(t('s.weekdays', { days: listed([...when.weekdays].sort().map((day) => weekdayName(day, 'short')), 's.or') }));
  for (const part of when.hours) found.push(t('s.hours', { from: part.start, until: part.until }));
  return found;
}

function limits(promotion: Promotion): string[] {
  const { limits: limit } = promotion;
  const found: string[] = [];
  if (limit.per_sale) found.push(t('s.limit.sale', { n: limit.per_sale }));
  if (limit.per_customer) found.push(t('s.limit.customer', { n: limit.per_customer }));
  if (limit.per_day) found.push(t('s.limit.day', { n: limit.per_day }));
  if (limit.total) found.push(t('s.limit.total', { n: limit.total }));
  if (limit.per_code) found.push(t('s.limit.code', { n: limit.per_code }));
  if (limit.max_saving) found.push(t('s.limit.saving', { amount: money(limit.max_saving) }));
  return found;
}

/** The whole promotion as a person would say it: when, then, as long as. */
export function sentence(promotion: Promotion, known: Known): string {
  const when = conditions(promotion, known);
  const gives = t('s.then', { then: then(promotion, known) });
  const upTo = limits(promotion);
  const said = when.length > 0 ? `${t('s.if', { when: listed(when) })}: ${gives}` : gives.charAt(0).toUpperCase() + gives.slice(1);
  return upTo.length > 0 ? `${said} (${upTo.join(', ')}).` : `${said}.`;
}
