import type { OfflineLimits, RulesDocument } from '../api/rules';
import type { Right, Staff } from '../api/types';
import { rules } from '../catalogue/rules.svelte';

export const USUAL_LIMITS: OfflineLimits = {
  active: true, cash_limit_total: 0, voucher_limit: 0, points: false, store_credit_limit: 0, card_external_limit: 0, max_hours: 0,
};

/** Who works here, what they may do and what is allowed without the node, as the rules on this device say. */
class House {
  document: RulesDocument | null = $derived(rules.doc);
  staff: Staff[] = $derived(rules.doc?.staff ?? []);
  limits: OfflineLimits = $derived(rules.doc?.offline ?? USUAL_LIMITS);

  restore(): Promise<void> {
    return rules.load();
  }

  async refresh(): Promise<void> {
    await rules.refresh();
  }

  rights(role: string): Record<string, Right> {
    return rules.doc?.rights[role] ?? {};
  }

  get zone(): string {
    return rules.doc?.shop.time_zone ?? 'Europe/Berlin';
  }
}

export const house = new House();
