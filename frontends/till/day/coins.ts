/** Euro coins and notes in cents, largest first. */
export const NOTES = [20_000, 10_000, 5000, 2000, 1000, 500] as const;
export const COINS = [200, 100, 50, 20, 10, 5, 2, 1] as const;

export type Counted = Record<string, number>;

export function sum(counted: Counted): number {
  return Object.entries(counted).reduce((total, [coin, n]) => total + Number(coin) * n, 0);
}

/** Only what was counted, for the node. */
export function filled(counted: Counted): Counted {
  return Object.fromEntries(Object.entries(counted).filter(([, n]) => n > 0));
}
