import { money, percent } from '$shared/money/money';
import { ONE, measured, perUnit, quantity } from '$shared/money/quantity';
import { node } from '../api/node';
import type { Quote } from '../api/types';
import { engine } from '../engine/engine.svelte';
import { t } from '../words/t';

/** What a promotion gives (`tresen.core.promotion.Action`), as far as a formula says it. */
interface Action {
  way: string;
  value: number;
  reach: 'each' | 'set' | 'basket';
  set_size: number;
  first: number;
  last: number;
}

/** A step from the usual price to what a line costs (`tresen.core.price_steps.PriceStep`). */
export interface PriceStep {
  kind: 'usual' | 'price_list' | 'price' | 'label' | 'price_override' | 'promotion' | 'line_discount' | 'basket_discount' | 'basket_surcharge' | 'paid' | 'deposit';
  amount: number;
  left: number;
  label: string;
  cause: string;
  quantity: number;
  price: number;
  per: number;
  action: Action | null;
}

/** The steps of a line: by the engine here, else by the node. */
export async function askSteps(quote: Quote, number: number, labelled: boolean): Promise<PriceStep[]> {
  const question = { lines: quote.lines, number, applied: quote.promotions, labelled };
  if (engine.state === 'ready') return engine.steps<PriceStep>(question);
  return node.post<PriceStep[]>('/till/price-steps', question);
}

/** What a step is called; a promotion by its name, what was done by hand with its reason. */
export function title(step: PriceStep): string {
  if (step.kind === 'price_list') {
    return step.cause === 'base' ? t('why.price_list.base') : t('why.price_list', { name: engine.listName(step.cause) });
  }
  const name = t(`why.${step.kind}`);
  return step.label ? `${name}: ${step.label}` : name;
}

/** How the amount comes about, in signs. */
export function formula(step: PriceStep, unit: string): string {
  if (step.kind === 'promotion') return [step.quantity ? t('why.units', { quantity: measured(step.quantity, unit) }) : '', given(step.action)].filter(Boolean).join(', ');
  if (!step.price || !step.quantity || step.kind === 'paid') return '';
  if (unit === 'piece' && step.per === ONE) return t('why.formula', { quantity: quantity(step.quantity), price: money(step.price) });
  return t('why.formula', { quantity: measured(step.quantity, unit), price: `${money(step.price)} / ${perUnit(step.per, unit)}` });
}

function given(action: Action | null): string {
  if (!action?.value) return '';
  const value = action.way === 'percent' ? percent(action.value) : money(action.value);
  if (action.reach === 'set' && action.set_size) return ofSet(action, value);
  if (action.way === 'percent' || action.way === 'amount') return t('why.off', { value });
  if (action.way !== 'fixed_price') return '';
  return t(action.reach === 'each' ? 'why.fixed.each' : 'why.fixed', { value });
}

/** Of a set of equal pieces those from the first to the last are reduced; 0 means to the end. */
function ofSet(action: Action, value: string): string {
  const values = { n: action.set_size, k: (action.last || action.set_size) - action.first + 1, value };
  if (action.way === 'fixed_price') return t('why.set.fixed', values);
  if (action.way === 'percent' && action.value === 10_000) return t('why.set.free', values);
  return action.way === 'percent' || action.way === 'amount' ? t('why.set.off', values) : '';
}
