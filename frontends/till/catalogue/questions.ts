import type { Coverage } from '../storage/keeper';

/** What the page asks the worker that keeps goods and customers. Rows travel as text (`packed.ts`, `keys-index.ts`). */
export interface Questions {
  open(): void;
  sync(set: SetName): void;
  anew(): void;
  /** The first of the codes that is known, with its article's row. */
  byCodes(codes: string[]): { code: string; row: string } | null;
  byNumber(number: string): string | null;
  /** Rows of articles, null where the device does not know one. */
  byIds(ids: string[]): (string | null)[];
  /** The first rows of what is found, and how much that is (`most` at most). */
  find(query: string, from: number, count: number, most: number): { rows: string[]; total: number };
  list(kind: 'group' | 'goods' | 'deposits', group: string, from: number, count: number): { rows: string[]; total: number };
  customerByNumber(number: string): string | null;
  customerById(id: string): string | null;
}

export type SetName = 'goods' | 'customers';
export type Name = keyof Questions;

export interface Question {
  id: number;
  name: Name;
  args: unknown[];
}

/** Answers carry the question's id; news of coverage come by themselves. */
export type Message =
  | { id: number; answer: unknown }
  | { id: number; failure: 'offline' | 'refused' | 'bug'; text: string }
  | { coverage: Coverage; set: SetName };

/** The node did not answer, or not with what was asked. */
export class NoAnswer extends Error {
  constructor(
    readonly kind: 'offline' | 'refused',
    text: string,
  ) {
    super(text);
  }
}
