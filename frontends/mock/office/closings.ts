import type { Closing } from '../../office/api/closings';
import { between, dayOf, hex, now, pick, Refused, paged } from './chance.ts';
import { byId, groups } from './goods.ts';
import type { Routes } from './routes.ts';
import { people, sales, shopTills, taxesOf } from './sales.ts';

const closings: Closing[] = [];
const days = [...new Set(sales.map((sale) => sale.business_day))].filter((day) => day !== dayOf(now)).sort();
for (const [z, day] of days.entries()) {
  for (const till of shopTills) {
    const mine = sales.filter((sale) => sale.business_day === day && sale.till === till.id);
    if (!mine.length) continue;
    const lines = mine.flatMap((sale) => sale.lines);
    const total = mine.reduce((sum, sale) => sum + sale.total, 0);
    const kinds = ['cash', 'card', 'voucher'].map((kind) => {
      const found = mine.flatMap((sale) => sale.tenders).filter((one) => one.kind === kind);
      return { kind, amount: found.reduce((sum, one) => sum + one.amount, 0), count: found.length };
    });
    const expected = 15000 + kinds[0]!.amount;
    const difference = pick([0, 0, 0, 0, -120, 50, -5, 200]);
    const person = pick(people);
    let rest = expected + difference;
    const coins: Record<string, number> = {};
    for (const coin of [5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5, 2, 1]) {
      coins[coin] = Math.floor(rest / coin);
      rest -= coins[coin]! * coin;
    }
    closings.push({
      id: `z${till.id}${z}`, number: z + 1, till: till.id, till_name: till.name, business_day: day, at: Date.parse(`${day}T19:${between(10, 40)}:00+01:00`), staff_name: person.name, total, receipts: mine.length,
      cash_expected: expected, cash_counted: expected + difference, difference, opened_at: Date.parse(`${day}T06:50:00+01:00`), float: 15000, first_number: Math.min(...mine.map((sale) => sale.number)), last_number: Math.max(...mine.map((sale) => sale.number)),
      taxes: taxesOf(lines), tenders: kinds.filter((one) => one.count), groups: groups.map(({ id, name, colour }) => {
        const found = lines.filter((line) => byId(line.article)!.group === id);
        return { id, name, colour, amount: found.reduce((sum, line) => sum + line.amount, 0), quantity: found.reduce((sum, line) => sum + line.quantity, 0) };
      }),
      counts: { sale: { count: mine.filter((sale) => sale.kind === 'sale').length, amount: total }, refund: { count: mine.filter((sale) => sale.kind === 'refund').length, amount: 0 }, abort: { count: mine.filter((sale) => sale.kind === 'abort').length, amount: 0 }, void: { count: between(0, 4), amount: between(0, 900) }, no_sale: { count: between(0, 2), amount: 0 }, unsigned: { count: mine.filter((sale) => sale.signed.failure).length, amount: 0 } },
      cash_in: 0, cash_out: 0, coins, entry: { seq: 900 + z, hash: hex(64) },
    });
  }
}
closings.sort((a, b) => b.at - a.at);

export const closingRoutes: Routes = {
  'GET office/closings': (_p, _b, query) => paged(closings.filter((one) => (!query.get('till') || one.till === query.get('till')) && (!query.get('from') || one.business_day >= query.get('from')!) && (!query.get('to') || one.business_day <= query.get('to')!)), query),
  'GET office/closings/*': (parts) => {
    const found = closings.find((one) => one.id === parts[2]);
    if (!found) throw new Refused(404, 'closing_unknown', 'Diesen Abschluss gibt es nicht.', 'In der Liste suchen.');
    return found;
  },
  'POST office/closings/*/print': () => ({ print_job: hex(32) }),
};
