import type { Receipt, ReceiptKind, ReceiptLine, ReceiptRow, TaxSum } from '../../office/api/receipts';
import { between, dayOf, hex, now, pick, random } from './chance.ts';
import { articles, byId } from './goods.ts';

export const party = { name: 'Hofladen Lindenhof', street: 'Dorfstraße 4', postcode: '29553', city: 'Bienenbüttel', tax_number: '33/123/45678', vat_id: '', phone: '05823 1234', thanks: 'Danke für Ihren Einkauf' };
export const people = [
  { id: 's1', name: 'Anna Berger' },
  { id: 's2', name: 'Jonas Klein' },
  { id: 's3', name: 'Mira Yıldız' },
];
export const shopTills = [
  { id: 't1', name: 'Kasse 1', serial: 'TRESEN-0001' },
  { id: 't2', name: 'Kasse 2 Hof', serial: 'TRESEN-0002' },
];
const RATES: Record<number, number> = { 1: 1900, 2: 700, 5: 0 };
const numbers: Record<string, number> = { t1: 0, t2: 0 };
export const sales: Receipt[] = [];

function line(n: number, id: string, quantity: number, depositOf = 0): ReceiptLine {
  const article = byId(id)!;
  const price = article.open_price_min ? between(8, 40) * 100 : article.price;
  const amount = Math.round((price * quantity) / article.per);
  return {
    n, article: id, number: article.number, name: article.name, kind: article.kind, unit: article.unit, quantity, per: article.per, price, list_amount: amount, amount,
    tax_key: article.tax_key, tax_rate: RATES[article.tax_key]!, business_case: article.kind === 'deposit' ? 'Pfand' : 'Umsatz', adjustments: [], deposit_of: depositOf, barcode: '',
  };
}

export function taxesOf(lines: ReceiptLine[]): TaxSum[] {
  const found = new Map<number, TaxSum>();
  for (const one of lines) {
    const sum = found.get(one.tax_key) ?? { key: one.tax_key, rate: one.tax_rate, gross: 0, net: 0, vat: 0 };
    sum.gross += one.amount;
    found.set(one.tax_key, sum);
  }
  return [...found.values()].sort((a, b) => a.key - b.key).map((sum) => {
    const net = Math.round((sum.gross * 10000) / (10000 + sum.rate));
    return { ...sum, net, vat: sum.gross - net };
  });
}

export function frozen(kind: ReceiptKind, till: string, at: number, lines: ReceiptLine[], tender: string, more: Partial<Receipt> = {}): Receipt {
  const place = shopTills.find((one) => one.id === till)!;
  const person = pick(people);
  const total = lines.reduce((sum, one) => sum + one.amount, 0) || (more.total ?? 0);
  const number = (numbers[till] = numbers[till]! + 1);
  const given = tender === 'cash' && total > 0 ? Math.ceil(total / 500) * 500 : total;
  const down = random() < 0.012;
  return {
    id: hex(32), kind, type: kind === 'abort' ? 'AVBelegabbruch' : kind === 'training' ? 'AVTraining' : 'Beleg', till, till_name: place.name, till_serial: place.serial,
    business_day: dayOf(at), started_at: at - between(15, 160) * 1000, finished_at: at, staff: person.id, staff_name: person.name, party, lines, taxes: taxesOf(lines),
    tenders: total === 0 && kind === 'abort' ? [] : [{ kind: tender, amount: total, given: tender === 'cash' ? given : 0, payment: tender === 'card' ? hex(32) : '', text: tender === 'card' ? `girocard ****${between(1000, 9999)}  Trace ${between(100000, 999999)}` : '' }],
    total, savings: 0,
    signed: {
      client: place.serial, process_type: 'Kassenbeleg-V1', process_data: `Beleg^0.00_${(total / 100).toFixed(2)}_0.00_0.00_0.00^${(total / 100).toFixed(2)}:${tender === 'cash' ? 'Bar' : 'Unbar'}`,
      transaction: down ? 0 : number, counter: down ? 0 : number * 2, started_at: at - 40000, finished_at: at, signature: down ? '' : hex(88), serial: 'ab42'.repeat(16), algorithm: 'ecdsa-plain-SHA256',
      time_format: 'unixTime', public_key: hex(87), failure: down ? 'Die TSE hat in 3 Sekunden nicht geantwortet.' : '', simulated: true,
    },
    number, customer: '', customer_number: '', points: Math.floor(total / 100), points_balance: 0, approved_by_name: '', refers_to: [], reason: '', note: '', token: hex(32), voided: [], ...more,
  };
}

const sellable = articles.filter((one) => one.active && one.kind === 'goods');
const favourites = ['a103', 'a104', 'a101', 'a301', 'a305', 'a403', 'a401', 'a202'].map((id) => byId(id)!);

function one(at: number, till: string): Receipt {
  const lines: ReceiptLine[] = [];
  for (let n = 0, count = 1 + Math.floor(random() * random() * 9); n < count; n++) {
    const article = random() < 0.45 ? pick(favourites) : pick(sellable);
    const quantity = article.unit === 'weight' ? between(12, 140) * 10 : random() < 0.7 ? 1000 : between(2, 6) * 1000;
    lines.push(line(lines.length + 1, article.id, quantity));
    const deposit = article.deposit[0];
    if (deposit) lines.push(line(lines.length + 1, deposit.article, quantity, lines.length));
  }
  const customer = random() < 0.3 ? between(1, 24) : 0;
  const voided = random() < 0.06 ? [pick(sellable).name] : [];
  return frozen('sale', till, at, lines, random() < 0.46 ? 'cash' : random() < 0.94 ? 'card' : 'voucher', { voided, ...(customer ? { customer: `c${customer}`, customer_number: String(2900000 + customer) } : {}) });
}

/** Sixty days, busier on Friday and Saturday, closed on Sunday. */
const CURVE = [2, 4, 5, 4, 5, 4, 3, 4, 6, 7, 5, 2];
for (let back = 60; back >= 0; back--) {
  const noon = now - back * 86400e3;
  const midnight = Date.parse(`${dayOf(noon)}T00:00:00+01:00`);
  const weekday = new Date(noon).getUTCDay();
  if (weekday === 0 && back !== 0) continue;
  const busy = [0.6, 0.7, 0.75, 0.8, 0.9, 1.25, 1.4][weekday]! * (0.85 + random() * 0.3);
  const times: number[] = [];
  CURVE.forEach((share, hour) => {
    for (let n = Math.round(share * busy * 0.9); n > 0; n--) times.push(midnight + (7 + hour) * 3600e3 + between(0, 3599) * 1000);
  });
  for (const at of times.sort((a, b) => a - b)) if (at < now) sales.push(random() < 0.012 ? { ...frozen('abort', 't1', at, [], 'cash', { reason: 'Kunde ist gegangen' }), total: 0 } : one(at, random() < 0.72 ? 't1' : 't2'));
}
const bought = sales.filter((each) => each.kind === 'sale' && each.lines.length > 2).slice(-9, -5);
for (const [n, before] of bought.entries()) {
  const back = { ...before.lines[0]!, n: 1, quantity: -before.lines[0]!.quantity, amount: -before.lines[0]!.amount, list_amount: -before.lines[0]!.amount };
  sales.push(frozen('refund', before.till, Math.min(now - 1000, before.finished_at + 600e3 + n), [back], 'cash', { refers_to: [before.id], reason: 'Mangelhaft', approved_by_name: 'Anna Berger' }));
}
sales.sort((a, b) => b.finished_at - a.finished_at);

export const rowOf = (sale: Receipt): ReceiptRow => ({
  id: sale.id, number: sale.number, kind: sale.kind, type: sale.type, at: sale.finished_at, business_day: sale.business_day, till: sale.till, till_name: sale.till_name, staff_name: sale.staff_name,
  total: sale.total, tenders: [...new Set(sale.tenders.map((each) => each.kind))], customer_number: sale.customer_number, lines: sale.lines.length, first_line: sale.lines[0]?.name ?? '',
  signature: sale.signed.failure ? 'failed' : 'signed',
});
