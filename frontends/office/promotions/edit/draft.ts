import type { Action, Conditions, Limits, Part, Promotion, Selection } from '../../api/promotions';

/** Every good. */
export const nothing = (): Selection => ({ articles: [], groups: [], tags: [], without_articles: [], without_groups: [], without_tags: [] });
export const part = (rewarded = true): Part => ({ goods: nothing(), quantity: 1000, rewarded });
const always = (): Conditions => ({
  min_quantity: 0, min_amount: 0, basket_amount: 0, customer_groups: [], tiers: [], known_customer: false, first_purchase: false, birthday_month: false,
  coupon: false, codes: [], valid_from: '', valid_to: '', weekdays: [], hours: [], shops: [], channels: [], tenders: [],
});
const free = (): Limits => ({ per_sale: 0, per_customer: 0, per_day: 0, per_code: 0, total: 0, max_saving: 0 });
export const acting = (changes: Partial<Action> = {}): Action => ({
  way: 'percent', value: 1000, reach: 'each', set_size: 0, first: 1, last: 0, parts: [], scale: [], gifts: null, coupon: '', coupon_days: 0, ...changes,
});

export function blank(id: string): Promotion {
  return {
    id, name: '', action: acting(), goods: nothing(), when: always(), limits: free(), stacking: 'best', group: '', priority: 0, regular_only: false, hint: true, active: true,
  };
}

/** How the form shows an action: one question after the other instead of every field. */
export const SHAPES = ['each', 'basket', 'pieces', 'bundle', 'scale', 'gift', 'points', 'coupon'] as const;
export type Shape = (typeof SHAPES)[number];

export function shapeOf(action: Action): Shape {
  if (action.way === 'coupon') return 'coupon';
  if (action.way === 'points' || action.way === 'points_per_euro') return 'points';
  if (action.gifts) return 'gift';
  if (action.scale.length > 0) return 'scale';
  if (action.reach === 'set') return action.parts.length > 0 ? 'bundle' : 'pieces';
  return action.reach === 'basket' ? 'basket' : 'each';
}

/** An action of another shape; what fits both stays. */
export function reshaped(action: Action, shape: Shape): Action {
  const money = action.way === 'percent' || action.way === 'amount' || action.way === 'fixed_price';
  const kept = { way: money ? action.way : ('percent' as const), value: money ? action.value : 1000 };
  switch (shape) {
    case 'each':
      return acting(kept);
    case 'basket':
      return acting({ ...kept, reach: 'basket' });
    case 'pieces':
      return acting({ way: 'percent', value: 10_000, reach: 'set', set_size: 3, first: 3, last: 3 });
    case 'bundle':
      return acting({ way: 'fixed_price', value: 500, reach: 'set', parts: [part(), part()] });
    case 'scale':
      return acting({ ...kept, scale: [{ value: kept.value, from_quantity: 3000, from_amount: 0 }] });
    case 'gift':
      return acting({ way: 'percent', value: 10_000, gifts: nothing() });
    case 'points':
      return acting({ way: 'points_per_euro', value: 1, reach: 'basket' });
    case 'coupon':
      return acting({ way: 'coupon', value: 0, reach: 'basket', coupon: action.coupon, coupon_days: action.coupon_days || 30 });
  }
}

export const TEMPLATES = ['percent', 'three_for_two', 'second_half', 'bundle', 'scale', 'happy_hour', 'basket', 'coupon', 'birthday', 'group', 'gift', 'points', 'next'] as const;
export type Template = (typeof TEMPLATES)[number];

/** Where most promotions begin: a name and everything but the goods. */
export function fromTemplate(id: string, template: Template, name: string): Promotion {
  const made = { ...blank(id), name };
  const when = made.when;
  switch (template) {
    case 'percent':
      return made;
    case 'three_for_two':
      return { ...made, action: reshaped(made.action, 'pieces') };
    case 'second_half':
      return { ...made, action: acting({ way: 'percent', value: 5000, reach: 'set', set_size: 2, first: 2, last: 2 }) };
    case 'bundle':
      return { ...made, action: reshaped(made.action, 'bundle') };
    case 'scale':
      return { ...made, action: acting({ scale: [{ value: 500, from_quantity: 3000, from_amount: 0 }, { value: 1000, from_quantity: 6000, from_amount: 0 }] }) };
    case 'happy_hour':
      return { ...made, action: acting({ value: 2000 }), when: { ...when, hours: [{ start: '17:00', until: '19:00' }] } };
    case 'basket':
      return { ...made, action: acting({ way: 'amount', value: 500, reach: 'basket' }), when: { ...when, min_amount: 5000 } };
    case 'coupon':
      return { ...made, action: acting({ way: 'amount', value: 500, reach: 'basket' }), when: { ...when, coupon: true, min_amount: 2000 } };
    case 'birthday':
      return { ...made, when: { ...when, birthday_month: true }, limits: { ...made.limits, per_customer: 1 } };
    case 'group':
      return { ...made, when: { ...when, known_customer: true } };
    case 'gift':
      return { ...made, action: reshaped(made.action, 'gift'), when: { ...when, basket_amount: 3000 } };
    case 'points':
      return { ...made, action: reshaped(made.action, 'points') };
    case 'next':
      return { ...made, action: reshaped(made.action, 'coupon'), when: { ...when, basket_amount: 3000 } };
  }
}

const named = (goods: Selection) => goods.articles.length + goods.groups.length + goods.tags.length > 0;

export type Mistake = 'must' | 'value' | 'span' | 'clock' | 'code' | 'parts';

/** What is wrong with a draft, by the field as the node names it. Empty when it can be saved. */
export function mistakes(draft: Promotion): Record<string, Mistake> {
  const found: Record<string, Mistake> = {};
  const { action, when } = draft;
  if (!draft.name.trim()) found['name'] = 'must';
  const fits = (value: number) => (action.way === 'fixed_price' ? value >= 0 : value > 0) && (action.way !== 'percent' || value <= 10_000);
  if (action.way !== 'coupon' && action.scale.length === 0 && !fits(action.value)) found['action.value'] = 'value';
  if (action.scale.some((step) => !fits(step.value) || step.from_quantity > 0 === step.from_amount > 0)) found['action.scale'] = 'value';
  if (action.way === 'coupon' && !action.coupon) found['action.coupon'] = 'must';
  if (action.gifts && !named(action.gifts)) found['action.gifts'] = 'must';
  if (action.reach === 'set' && action.parts.length === 0) {
    if (action.set_size < 2) found['action.set_size'] = 'value';
    if (action.first < 1 || action.first > action.set_size || (action.last !== 0 && (action.last < action.first || action.last > action.set_size))) found['action.first'] = 'value';
  }
  if (action.parts.length > 0 && !action.parts.some((one) => one.rewarded)) found['action.parts'] = 'parts';
  action.parts.forEach((one, at) => {
    if (!named(one.goods)) found[`action.parts.${at}.goods`] = 'must';
    if (one.quantity <= 0 || one.quantity % 1000) found[`action.parts.${at}.quantity`] = 'value';
  });
  if (when.valid_from && when.valid_to && when.valid_to <= when.valid_from) found['when.valid_to'] = 'span';
  if (when.hours.some((one) => !one.start || !one.until)) found['when.hours'] = 'clock';
  if (when.codes.some((code) => !/^[A-Z0-9]{3,40}$/.test(code) || code.length === 20) || new Set(when.codes).size !== when.codes.length) found['when.codes'] = 'code';
  return found;
}

export const same = (one: Promotion, other: Promotion): boolean => JSON.stringify(one) === JSON.stringify(other);

/** "sommer 5" → "SOMMER5": codes are compared without spaces and in capitals. */
export const codeOf = (text: string): string => text.toUpperCase().replace(/[^A-Z0-9]/g, '');
