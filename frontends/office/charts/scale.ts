/** Scales of the small charts. Numbers in, pixels out; no chart knows what the numbers mean. */

/** About `wanted` round ticks from 0 (or below) to at least the highest value: steps of 1, 2, 2.5 or 5 times ten to n. */
export function ticks(low: number, high: number, wanted = 4): number[] {
  const bottom = Math.min(0, low);
  const top = Math.max(0, high);
  if (top === bottom) return [0, 1];
  const raw = (top - bottom) / wanted;
  const size = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].map((n) => n * size).find((n) => n >= raw * 0.999) ?? size * 10;
  const found: number[] = [];
  for (let n = Math.floor(bottom / step); n <= Math.ceil(top / step - 1e-9); n++) found.push(n * step);
  return found;
}

/** From [low, high] to [from, to] in pixels. */
export function linear(low: number, high: number, from: number, to: number): (value: number) => number {
  const span = high - low || 1;
  return (value) => from + ((value - low) / span) * (to - from);
}

/** Places of `count` columns over `width`: left edge and width of each, with a gap between them, none wider than `most`. */
export function bands(count: number, width: number, gap = 0.28, most = 64): { step: number; size: number; at: (n: number) => number } {
  const step = width / Math.max(1, count);
  const size = Math.min(most, Math.max(1, step * (1 - gap)));
  return { step, size, at: (n) => n * step + (step - size) / 2 };
}

/** Which labels of `count` fit when each needs `need` pixels: every n-th. */
export function every(count: number, width: number, need: number): number {
  return Math.max(1, Math.ceil((count * need) / Math.max(1, width)));
}

/** A line through points; gaps where the value is null. */
export function line(points: readonly (readonly [number, number] | null)[]): string {
  let pen = 'M';
  return points
    .map((point) => {
      if (!point) {
        pen = 'M';
        return '';
      }
      const step = `${pen}${point[0].toFixed(1)} ${point[1].toFixed(1)}`;
      pen = 'L';
      return step;
    })
    .join('');
}
