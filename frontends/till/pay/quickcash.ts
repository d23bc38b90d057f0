/** Amounts a customer is likely to hand over: exact, the next full euro, then notes. In cents, ascending, no repeats. */
const STEPS = [100, 500, 1000, 2000, 5000, 10_000, 20_000];

export function quickCash(due: number, most = 5): number[] {
  if (due <= 0) return [];
  const found = new Set([due]);
  for (const step of STEPS) {
    const next = Math.ceil(due / step) * step;
    // A step counts when it is a note or a sensible handful: 13.20 → 14, 15, 20, 50; not 13.20 → 200.
    if (next > due && (next <= due * 4 || next <= 5000 || step >= 5000)) found.add(next);
    if (found.size >= most + 1) break;
  }
  return [...found].sort((a, b) => a - b).slice(0, most);
}
