/** The customer as this device knows them: by the id that the basket names. */
export async function customerOf(id: string): Promise<{ id: string; number: string; points_before: number } | null> {
  return id ? { id, number: '', points_before: 0 } : null;
}
