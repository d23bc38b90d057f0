import type { StockAct } from '../api/stock';

export type ActKind = StockAct['kind'];
export const KINDS: readonly ActKind[] = ['receive', 'count', 'adjust', 'transfer'];

export interface ActLine {
  article: string;
  number: string;
  name: string;
  unit: string;
  quantity: number | null;
  cost: number | null;
}

export type Mistake = 'lines' | 'quantity' | 'places' | 'reason';

/** What keeps the act from being written, or null. Counts may be zero, differences signed; the others must be above zero. */
export function mistake(kind: ActKind, place: string, to: string, reason: string, lines: readonly ActLine[]): Mistake | null {
  if (lines.length === 0) return 'lines';
  for (const line of lines) {
    if (line.quantity === null) return 'quantity';
    if (kind === 'count' ? line.quantity < 0 : kind === 'adjust' ? line.quantity === 0 : line.quantity <= 0) return 'quantity';
  }
  if (kind === 'transfer' && (to === '' || to === place)) return 'places';
  if (kind === 'adjust' && reason.trim() === '') return 'reason';
  return null;
}

/** As the node wants it. */
export function actOf(id: string, kind: ActKind, place: string, to: string, reason: string, note: string, lines: readonly ActLine[]): StockAct {
  return {
    id, kind, place, reason: reason.trim(), note: note.trim(),
    ...(kind === 'transfer' ? { to } : {}),
    lines: lines.map((line) => ({ article: line.article, quantity: line.quantity!, ...(kind === 'receive' && line.cost !== null ? { cost: line.cost } : {}) })),
  };
}
