import type { Article } from '../../office/api/articles';
import type { ImportChange, ImportCheck, ImportError, ImportRun } from '../../office/api/imports';
import { write } from './articles.ts';
import { hex } from './chance.ts';
import { articles } from './goods.ts';
import type { Routes } from './routes.ts';

const HEADINGS: Record<string, string> = { nummer: 'number', artikelnummer: 'number', number: 'number', name: 'name', bezeichnung: 'name', preis: 'price', vk: 'price', price: 'price', 'ust-schlüssel': 'tax_key', warengruppe: 'group', group: 'group', mindestbestand: 'stock_min' };
const FIELDS = ['number', 'name', 'price', 'tax_key', 'group', 'unit', 'cost', 'stock_min', 'min_age', 'barcodes', 'content', 'active'].map((field) => ({ field, required: ['number', 'name', 'price'].includes(field) }));
const runs: ImportRun[] = [];
const plans = new Map<string, { changes: ImportChange[]; before: Article[]; fresh: string[] }>();

function check(body: any): ImportCheck {
  const text: string = body.file.text.replace(/^\ufeff/, '');
  const [head = '', ...lines] = text.split(/\r?\n/).filter((line: string) => line.trim());
  const split = head.includes(';') ? ';' : head.includes('\t') ? '\t' : ',';
  const names = head.split(split).map((name) => name.trim());
  const chosen = body.columns ? (JSON.parse(body.columns) as Record<string, string | null>) : null;
  const columns = names.map((name, at) => ({ name, field: chosen ? (chosen[name] ?? null) : (HEADINGS[name.toLowerCase()] ?? null), sample: lines[0]?.split(split)[at] ?? '' }));
  const missing = FIELDS.filter((one) => one.required && !columns.some((column) => column.field === one.field)).map((one) => one.field);
  const errors: ImportError[] = [];
  const changes: ImportChange[] = [];
  lines.forEach((line, at) => {
    const cells = line.split(split);
    const values: Record<string, unknown> = {};
    let wrong = false;
    columns.forEach((column, index) => {
      if (!column.field) return;
      const value = (cells[index] ?? '').trim();
      if (['price', 'cost', 'stock_min'].includes(column.field)) {
        if (!/^\d+([.,]\d{1,2})?$/.test(value)) {
          errors.push({ row: at + 2, column: column.name, value, message: 'Das ist kein Betrag. Erwartet wird zum Beispiel 1,99.' });
          wrong = true;
        } else values[column.field] = Math.round(Number(value.replace(',', '.')) * (column.field === 'stock_min' ? 1000 : 100));
      } else if (column.field === 'tax_key') values['tax_key'] = Number(value);
      else if (['number', 'name', 'group', 'unit'].includes(column.field)) values[column.field] = value;
    });
    const known = articles.find((one) => one.number === values['number']);
    const fields = Object.entries(values).filter(([field, value]) => (known as any)?.[field] !== value).map(([field, value]) => ({ field, old: known ? (known as any)[field] : null, new: value }));
    changes.push({ row: at + 2, number: String(values['number'] ?? ''), name: String(values['name'] ?? ''), kind: wrong ? 'error' : !known ? 'new' : fields.length ? 'changed' : 'unchanged', fields: wrong ? [] : fields });
  });
  const count = (kind: string) => changes.filter((one) => one.kind === kind).length;
  const id = hex(32);
  const counts = { new: count('new'), changed: count('changed'), unchanged: count('unchanged'), errors: count('error') };
  runs.unshift({ id, file: body.file.name, actor_name: 'Anna Berger', state: 'checked', at: Date.now(), done: 0, total: counts.new + counts.changed, counts, error: '', undoable: false, kept: [] });
  plans.set(id, { changes, before: [], fresh: [] });
  return { id, file: body.file.name, format: 'csv', rows: lines.length, columns, fields: FIELDS, missing, errors, changes, counts };
}

function apply(id: string): void {
  const plan = plans.get(id)!;
  for (const change of plan.changes) {
    const values = Object.fromEntries(change.fields.map((one) => [one.field, one.new]));
    const known = articles.find((one) => one.number === change.number);
    if (change.kind === 'changed' && known) {
      plan.before.push(structuredClone(known));
      write(Object.assign(known, values), 'import');
    } else if (change.kind === 'new') {
      articles.push({ ...structuredClone(articles[2]!), barcodes: [], id: `a${change.number}`, ...values });
      plan.fresh.push(`a${change.number}`);
      write(articles.at(-1)!, 'import');
    }
  }
}

function undo(id: string): void {
  const plan = plans.get(id)!;
  for (const old of plan.before) write(Object.assign(articles.find((one) => one.id === old.id)!, old), 'undo');
  for (const fresh of plan.fresh) write(Object.assign(articles.find((one) => one.id === fresh)!, { active: false }), 'undo');
}

/** Takes its time, so that the progress can be seen. */
function run(id: string, state: 'running' | 'undoing'): ImportRun {
  const found = runs.find((one) => one.id === id)!;
  Object.assign(found, { state, done: 0 });
  const timer = setInterval(() => {
    found.done = Math.min(found.total, found.done + Math.ceil(found.total / 6));
    if (found.done < found.total) return;
    clearInterval(timer);
    if (state === 'running') apply(id);
    else undo(id);
    Object.assign(found, state === 'running' ? { state: 'applied', undoable: true } : { state: 'undone', undoable: false });
  }, 400);
  return found;
}

export const importRoutes: Routes = {
  'POST office/articles/import': (_p, body) => check(body),
  'POST office/imports/*/apply': (parts) => run(parts[2]!, 'running'),
  'POST office/imports/*/undo': (parts) => run(parts[2]!, 'undoing'),
  'GET office/imports/*': (parts) => runs.find((one) => one.id === parts[2]),
  'GET office/imports': () => runs.filter((one) => one.state !== 'checked').slice(0, 20),
};
