import { Entries, keysOf } from '../storage/entries';
import type { PageIndex, StoredPage } from '../storage/pages';
import type { CustomerKey, CustomerKeyRecord } from '../api/streams';

export interface KeysPage extends PageIndex {
  /** Card numbers, one a line. */
  numbers: string;
}

export function keysPage(records: readonly CustomerKeyRecord[], gone: readonly string[]): KeysPage {
  return { ...keysOf(records.map((one) => one.id)), numbers: records.map((one) => one.number).join('\n'), count: records.length, gone: [...gone] };
}

export function packKey(record: CustomerKeyRecord): string {
  const { id, number, group, tier, points, first_purchase, birthday_month } = record;
  return JSON.stringify([id, number, group, tier, points, first_purchase, birthday_month]);
}

export function unpackKey(text: string): CustomerKey {
  const [id, number, group, tier, points, first_purchase, birthday_month] = JSON.parse(text) as [string, string, string, string, number, boolean, number];
  return { id, number, group, tier, points, first_purchase, birthday_month };
}

/** Customers by id and by the number on their card. */
export class KeysIndex {
  readonly entries = new Entries();
  #numbers = new Map<string, number>();

  add({ first: block, index }: StoredPage<KeysPage>): void {
    const first = this.entries.add(index, index.gone, block);
    if (!index.count) return;
    index.numbers.split('\n').forEach((number, n) => this.#numbers.set(number, first + n));
  }

  slot(id: string): number | undefined {
    const entry = this.entries.of(id);
    return entry === undefined ? undefined : this.entries.slot(entry);
  }

  slotOfNumber(number: string): number | undefined {
    const entry = this.#numbers.get(number);
    return entry !== undefined && this.entries.living(entry) ? this.entries.slot(entry) : undefined;
  }
}
