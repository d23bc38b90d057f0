import type { TseField, TseKind } from '../../api/tse';

/** What has to be typed first, then what may stay empty. */
export function asked(kind: TseKind): TseField[] {
  return [...kind.fields].sort((a, b) => Number(b.required) - Number(a.required));
}

/** Names of the fields that must not stay empty and are. */
export function wrong(kind: TseKind, typed: Record<string, string>): string[] {
  return kind.fields.filter((field) => field.required && !(typed[field.name] ?? field.default).trim()).map((field) => field.name);
}

/** What is sent: only what the kind asks for, without what stayed empty. */
export function filled(kind: TseKind, typed: Record<string, string>): Record<string, string> {
  const rows = kind.fields.map((field) => [field.name, (typed[field.name] ?? field.default).trim()] as const);
  return Object.fromEntries(rows.filter(([, value]) => value !== ''));
}
