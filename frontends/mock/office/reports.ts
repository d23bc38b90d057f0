import type { Report, ReportName, ReportRow, ReportValues } from '../../office/api/reports';
import { hourOf } from './chance.ts';
import { byId, groups } from './goods.ts';
import type { Routes } from './routes.ts';
import { people, sales, shopTills } from './sales.ts';

const zero = (): ReportValues => ({ amount: 0, net: 0, vat: 0, receipts: 0, quantity: 0 });
const TENDERS: Record<string, string> = { cash: 'Bar', card: 'Karte', voucher: 'Gutschein' };
const shift = (day: string, by: number) => new Date(Date.parse(`${day}T12:00:00Z`) + by * 86400e3).toISOString().slice(0, 10);

function label(name: ReportName, key: string): { label: string; colour: string } {
  const group = groups.find((one) => one.id === key);
  if (name === 'group') return { label: group?.name ?? 'Ohne Warengruppe', colour: group?.colour ?? '' };
  const text = { article: byId(key)?.name, staff: people.find((one) => one.id === key)?.name, till: shopTills.find((one) => one.id === key)?.name, tender: TENDERS[key], tax: key === '1' ? '19 %' : '7 %' }[name as string];
  return { label: text ?? '', colour: '' };
}

function count(name: ReportName, from: string, to: string, till: string): Map<string, ReportValues> {
  const found = new Map<string, ReportValues>();
  const add = (key: string, part: Partial<ReportValues>) => {
    const sum = found.get(key) ?? zero();
    for (const [field, value] of Object.entries(part)) sum[field as keyof ReportValues] += value;
    found.set(key, sum);
  };
  for (const sale of sales) {
    if (sale.business_day < from || sale.business_day > to || (till && sale.till !== till) || !['sale', 'refund'].includes(sale.kind)) continue;
    const net = sale.taxes.reduce((sum, tax) => sum + tax.net, 0);
    const whole = { amount: sale.total, net, vat: sale.total - net, receipts: 1, quantity: sale.lines.reduce((sum, line) => sum + line.quantity, 0) };
    const weekday = String(new Date(`${sale.business_day}T12:00:00Z`).getUTCDay() || 7);
    const key = { day: sale.business_day, hour: String(hourOf(sale.finished_at)), weekday, staff: sale.staff, till: sale.till }[name as string];
    if (key !== undefined) add(key, whole);
    else if (name === 'tender') for (const one of sale.tenders) add(one.kind, { amount: one.amount, receipts: 1 });
    else if (name === 'tax') for (const tax of sale.taxes) add(String(tax.key), { amount: tax.gross, net: tax.net, vat: tax.vat, receipts: 1 });
    else for (const line of sale.lines) add(name === 'group' ? byId(line.article)!.group : line.article, { amount: line.amount, net: Math.round((line.amount * 10000) / (10000 + line.tax_rate)), vat: line.amount - Math.round((line.amount * 10000) / (10000 + line.tax_rate)), receipts: 1, quantity: line.quantity });
  }
  return found;
}

const total = (rows: Iterable<ReportValues>) => [...rows].reduce((sum, one) => ({ amount: sum.amount + one.amount, net: sum.net + one.net, vat: sum.vat + one.vat, receipts: sum.receipts + one.receipts, quantity: sum.quantity + one.quantity }), zero());

function report(name: ReportName, query: URLSearchParams): Report {
  const [from, to] = [query.get('from')!, query.get('to')!];
  const length = Math.round((Date.parse(to) - Date.parse(from)) / 86400e3) + 1;
  const compare = query.get('compare');
  const back = compare === 'year' ? 364 : length;
  const now = count(name, from, to, query.get('till') ?? '');
  const before = compare ? count(name, shift(from, -back), shift(to, -back), query.get('till') ?? '') : null;
  const keys = name === 'day' ? Array.from({ length }, (_, at) => shift(from, at)) : [...new Set([...now.keys(), ...(before?.keys() ?? [])])];
  const rows: ReportRow[] = keys.map((key) => ({ key, ...label(name, key), values: now.get(key) ?? zero(), previous: before ? (before.get(name === 'day' ? shift(key, -back) : key) ?? zero()) : null }));
  rows.sort((a, b) => (['day', 'hour', 'weekday', 'tax'].includes(name) ? a.key.localeCompare(b.key, 'en', { numeric: true }) : b.values.amount - a.values.amount));
  return { name, from, to, previous_from: compare ? shift(from, -back) : null, previous_to: compare ? shift(to, -back) : null, rows, totals: total(now.values()), previous_totals: before ? total(before.values()) : null };
}

export const reportRoutes: Routes = { 'GET office/reports/*': (parts, _b, query) => {
  if (!parts[2]!.endsWith('.csv')) return report(parts[2] as ReportName, query);
  const found = report(parts[2]!.replace('.csv', '') as ReportName, query);
  return `Schlüssel;Name;Umsatz\n${found.rows.map((row) => `${row.key};${row.label};${(row.values.amount / 100).toFixed(2)}`).join('\n')}\n`;
} };
