/** The list with one place moved by a step; unchanged at its ends. */
export function moved<T>(list: readonly T[], at: number, step: -1 | 1): T[] {
  const next = [...list];
  const to = at + step;
  if (at < 0 || at >= next.length || to < 0 || to >= next.length) return next;
  const [one] = next.splice(at, 1);
  next.splice(to, 0, one!);
  return next;
}
