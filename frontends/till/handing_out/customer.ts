import { catalogue } from '../catalogue/catalogue.svelte';

/** The customer as this device knows them: card number and points as of the last contact; else by the id alone. */
export async function customerOf(id: string): Promise<{ id: string; number: string; points_before: number } | null> {
  if (!id) return null;
  const key = await catalogue.customer(id);
  return { id, number: key?.number ?? '', points_before: key?.points ?? 0 };
}
