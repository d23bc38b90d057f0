import { node } from '../api/node';
import type { Right, Staff } from '../api/types';
import { engine } from '../engine/engine.svelte';
import type { EngineRules } from '../engine/questions';
import { device } from '../storage/device';

/** What the office allows a till while it cannot reach its node. Cents; 0 is said beside each. */
export interface OfflineLimits {
  active: boolean;
  /** Highest total of one sale, 0: no limit. */
  cash_limit_total: number;
  /** Highest amount paid with vouchers in one sale, 0: none. */
  voucher_limit: number;
  points: boolean;
  /** Highest amount paid with store credit in one sale, 0: none. */
  store_credit_limit: number;
  /** Highest amount on a terminal that stands alone, 0: no cards. */
  card_external_limit: number;
  /** Hours without contact after which the till stops, 0: no limit. */
  max_hours: number;
}

export const USUAL_LIMITS: OfflineLimits = {
  active: true, cash_limit_total: 0, voucher_limit: 0, points: false, store_credit_limit: 0, card_external_limit: 0, max_hours: 0,
};

/** What the till goes by, as the node says it. */
export interface RulesDocument {
  version: number;
  shop: { id: string; name: string; time_zone: string; day_start: number; party: Record<string, unknown> };
  till: { id: string; name: string; serial: string; printer: string };
  staff: (Staff & { language?: string })[];
  rights: Record<string, Record<string, Right>>;
  offline?: OfflineLimits;
  public_address: string;
}

const KEY = 'rules';

/** The rules of the house on this device: who works here, what they may do, what is allowed without the node. */
class House {
  document = $state.raw<RulesDocument | null>(null);
  staff: Staff[] = $derived(this.document?.staff ?? []);
  limits: OfflineLimits = $derived(this.document?.offline ?? USUAL_LIMITS);

  async restore(): Promise<void> {
    this.#use((await device.get<RulesDocument>('state', KEY)) ?? null);
  }

  async refresh(): Promise<void> {
    const found = await node.get<RulesDocument>('/till/rules', { repeat: false, timeout: 8000 });
    this.#use(found);
    await device.cache('state', KEY, found).catch((error: unknown) => console.warn(error));
  }

  #use(found: RulesDocument | null): void {
    this.document = found ?? this.document;
    if (this.document) void engine.rules(this.document as unknown as EngineRules).catch((error: unknown) => console.error(error));
  }

  rights(role: string): Record<string, Right> {
    return this.document?.rights[role] ?? {};
  }

  get zone(): string {
    return this.document?.shop.time_zone ?? 'Europe/Berlin';
  }
}

export const house = new House();
