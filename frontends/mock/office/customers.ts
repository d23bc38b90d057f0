import type { Transfer, Customer, CustomerRow } from '../../office/api/customers';
import { between, fold, now, paged, pick, Refused } from './chance.ts';
import type { Routes } from './routes.ts';
import { sales } from './sales.ts';

const first = ['Helga', 'Sven', 'Ayşe', 'Karl', 'Ute', 'Nora', 'Jörg', 'Lena'];
const last = ['Sommer', 'Petersen', 'Demir', 'Wolff', 'Brandt', 'Köhler', 'Graf'];
const WORDING = 'Ich möchte Punkte sammeln. Der Laden speichert dafür meinen Namen und meine Einkäufe.';
export const customers: Customer[] = Array.from({ length: 24 }, (_, at) => {
  const name = `${first[at % first.length]} ${last[at % last.length]}`;
  return {
    id: `c${at + 1}`, number: String(2900001 + at), group: at % 9 === 4 ? 'Gastronomie' : '', tier: '', tier_now: '', account_limit: 0, owed: 0, note: '',
    person: { name, phone: `0170 ${between(1000000, 9999999)}`, mail: at % 3 ? `${fold(name).replace(' ', '.')}@example.org` : '', street: pick(['Dorfstraße 12', 'Am Anger 3', 'Lindenweg 8']), postcode: '29553', city: 'Bienenbüttel', birthday_month: 0 },
    consents: [
      { purpose: 'loyalty', given: true, at: now - between(40, 400) * 86400e3, wording: WORDING, source: 'Kasse 1' },
      { purpose: 'mail', given: at % 3 === 1, at: at % 3 === 1 ? now - 30 * 86400e3 : null, wording: 'Ich möchte Angebote per E-Mail bekommen.', source: 'Kasse 1' },
      { purpose: 'receipts', given: false, at: null, wording: 'Ich möchte meine Kassenbons per E-Mail bekommen.', source: '' },
    ],
    points: between(20, 2400), credit: at % 7 === 2 ? between(2, 30) * 100 : 0, purchases: 0, turnover: 0, first_purchase_at: null, last_purchase_at: null,
  };
});
for (const sale of sales) {
  const found = customers.find((one) => one.id === sale.customer);
  if (!found) continue;
  found.purchases++;
  found.turnover += sale.total;
  found.last_purchase_at ??= sale.finished_at;
  found.first_purchase_at = sale.finished_at;
}
const extra = new Map<string, Transfer[]>();

const row = (one: Customer): CustomerRow => ({ id: one.id, number: one.number, name: one.person?.name ?? '', phone: one.person?.phone ?? '', mail: one.person?.mail ?? '', points: one.points, credit: one.credit, purchases: one.purchases, turnover: one.turnover, last_purchase_at: one.last_purchase_at });

function get(id: string): Customer {
  const found = customers.find((one) => one.id === id);
  if (!found) throw new Refused(404, 'customer_unknown', 'Diesen Kunden gibt es nicht.', 'In der Liste suchen.');
  return found;
}

function points(one: Customer): Transfer[] {
  let balance = one.points;
  const mine = extra.get(`points:${one.id}`) ?? [];
  const earned = sales.filter((sale) => sale.customer === one.id).map((sale) => ({ seq: sale.number, at: sale.finished_at, amount: sale.points, balance: 0, reason: 'Einkauf', actor_name: sale.staff_name, receipt: sale.id, receipt_number: sale.number }));
  return [...mine, ...earned].map((each) => {
    const shown = { ...each, balance };
    balance -= each.amount;
    return shown;
  });
}

function book(id: string, what: 'points' | 'credit', body: any): Customer {
  const one = get(id);
  one[what] += body.amount;
  const key = `${what}:${id}`;
  extra.set(key, [{ seq: Date.now() % 100000, at: Date.now(), amount: body.amount, balance: one[what], reason: body.reason, actor_name: 'Anna Berger', receipt: '', receipt_number: 0 }, ...(extra.get(key) ?? [])]);
  return one;
}

export const customerRoutes: Routes = {
  'GET office/customers': (_p, _b, query) => {
    const q = fold(query.get('q') ?? '');
    return paged(customers.map(row).filter((one) => !q || fold(one.name).includes(q) || one.number.includes(q) || one.phone.replace(/\s/g, '').includes(q) || fold(one.mail).includes(q)), query);
  },
  'POST office/customers': (_p, body) => {
    customers.unshift({ id: body.id, number: body.number || String(2900100 + customers.length), group: '', tier: '', tier_now: '', account_limit: 0, owed: 0, note: '', person: body.person, consents: customers[0]!.consents.map((one) => ({ ...one, given: body.consents.includes(one.purpose), at: body.consents.includes(one.purpose) ? Date.now() : null, source: 'Büro' })), points: 0, credit: 0, purchases: 0, turnover: 0, first_purchase_at: null, last_purchase_at: null });
    return customers[0];
  },
  'GET office/customers/*': (parts) => get(parts[2]!),
  'PUT office/customers/*': (parts, body) => Object.assign(get(parts[2]!), body),
  'PUT office/customers/*/consents/*': (parts, body) => {
    const one = get(parts[2]!);
    Object.assign(one.consents.find((each) => each.purpose === parts[4])!, { given: body.given, at: Date.now(), source: 'Büro' });
    return one;
  },
  'GET office/customers/*/points': (parts, _b, query) => paged(points(get(parts[2]!)), query),
  'GET office/customers/*/credit': (parts, _b, query) => paged(extra.get(`credit:${parts[2]}`) ?? [], query),
  'POST office/customers/*/points': (parts, body) => book(parts[2]!, 'points', body),
  'POST office/customers/*/credit': (parts, body) => book(parts[2]!, 'credit', body),
  'POST office/customers/*/erase': (parts) => Object.assign(get(parts[2]!), { person: null, note: '', consents: get(parts[2]!).consents.map((one) => ({ ...one, given: false, at: Date.now() })) }),
};
