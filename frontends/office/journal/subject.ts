/** Where in the office the thing stands that an entry is about ("article:12" → articles/12), or null. */
const PLACES: Record<string, string> = { article: 'articles', staff: 'staff', till: 'tills', customer: 'customers', receipt: 'receipts', closing: 'closings' };

export function subjectPlace(entry: { kind: string; id: string; subject: string }): string[] | null {
  if (entry.kind === 'receipt') return ['receipts', entry.id];
  if (entry.kind === 'closing') return ['closings', entry.id];
  const [what = '', id = ''] = entry.subject.split(':');
  const place = PLACES[what];
  return place && id ? [place, id] : null;
}
