import { catalogue } from './goods.ts';
import { quote } from './quote.ts';

/** State of the practice node: lost with the dev server. */
const hex = () => Array.from({ length: 32 }, () => Math.floor(Math.random() * 16).toString(16)).join('');
const started = Date.now();
export const listeners = new Set<(event: string, data: unknown) => void>();
const tell = (event: string, data: unknown) => listeners.forEach((listener) => listener(event, data));

const staff = [
  { id: 's1', name: 'Anna Berger', role: 'owner' },
  { id: 's2', name: 'Jonas Klein', role: 'cashier' },
  { id: 's3', name: 'Mira Yıldız', role: 'cashier' },
  { id: 's4', name: 'Paul Nowak', role: 'trainee' },
];
const party = { name: 'Hofladen Lindenhof', street: 'Dorfstraße 4', postcode: '29553', city: 'Bienenbüttel', country: 'DEU', tax_number: '33/123/45678', vat_id: '', phone: '05823 1234', thanks: 'Danke für Ihren Einkauf' };
const customers: any[] = [
  { id: 'c1', number: '2900001', name: 'Helga Sommer', phone: '0170 111222', points: 240 },
  { id: 'c2', number: '2900002', name: 'Gasthaus Zur Linde', phone: '05823 99', points: 1310 },
];
const db = {
  paired: process.env['TRESEN_UNPAIRED'] !== '1',
  open: process.env['TRESEN_CLOSED'] !== '1',
  training: false,
  float: 15000,
  signedIn: null as any,
  baskets: new Map<string, any>(),
  receipts: new Map<string, any>(),
  answers: new Map<string, any>(),
  payments: new Map<string, any>(),
  number: 41,
  z: 7,
};

export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly title: string,
    readonly act = 'Bitte noch einmal versuchen.',
    readonly detail: any = {},
  ) {
    super(title);
  }
}

function rights(role: string): Record<string, string> {
  const junior = role === 'owner' ? 'allow' : 'approve';
  const acts = ['sell', 'discount', 'price', 'void', 'abort', 'refund', 'no_sale', 'cash_in', 'cash_out', 'report', 'close', 'open', 'customer'];
  return { ...Object.fromEntries(acts.map((act) => [act, 'allow'])), refund_without_receipt: junior, training: junior, discount: role === 'trainee' ? 'approve' : 'allow', cash_out: junior };
}

function state(): any {
  return {
    till: { id: 't1', name: 'Kasse 1', serial: 'TRESEN-0001' },
    shop: { id: 'shop', name: party.name },
    day: { open: db.open, opened_at: db.open ? started : null, float: db.float },
    staff,
    signed_in: db.signedIn,
    settings: { points_per_euro: 1, currency: 'EUR', quick_cash: [500, 1000, 2000, 5000, 10000], languages: ['de', 'en'] },
    health: {
      node: { state: 'ok', text: '' },
      tse: { state: 'ok', text: 'simuliert' },
      printer: { state: 'warn', text: 'Papier bald leer' },
      terminal: { state: 'ok', text: 'simuliert' },
    },
    training: db.training,
    catalogue_version: catalogue.version,
    simulated: true,
  };
}

function receiptOf(body: any, priced: any): any {
  const now = Date.now();
  const kind = priced.total < 0 ? 'refund' : 'sale';
  return {
    id: body.basket.id, kind: db.training ? 'training' : kind, type: db.training ? 'AVTraining' : 'Beleg', shop: 'shop', till: 't1', till_name: 'Kasse 1', till_serial: 'TRESEN-0001',
    business_day: new Date(now).toISOString().slice(0, 10), started_at: now - 60000, finished_at: now, staff: db.signedIn?.id ?? 's2', staff_name: db.signedIn?.name ?? 'Jonas Klein', party,
    lines: priced.lines, taxes: priced.taxes, tenders: body.tenders, total: priced.total, savings: priced.savings,
    signed: { client: 'TRESEN-0001', transaction: db.number, counter: db.number * 2, serial: 'ab'.repeat(32), signature: 'MEUCIQ…', failure: '', simulated: true },
    number: ++db.number, customer: body.basket.customer, customer_number: '', points: priced.points, token: hex(), currency: 'EUR', voided: [],
  };
}

function sell(body: any): any {
  const known = db.answers.get(body.basket.id);
  if (known) return { ...known, repeated: true };
  const priced = quote(body.basket, db.receipts);
  if (priced.total !== body.total) throw new Refused(409, 'total_changed', 'Der Betrag hat sich geändert.', 'Bitte den neuen Betrag ansehen.');
  const receipt = receiptOf(body, priced);
  const change = body.tenders.reduce((sum: number, one: any) => sum + Math.max(0, (one.given || 0) - one.amount), 0);
  db.receipts.set(receipt.id, receipt);
  db.baskets.delete(receipt.id);
  const answer = { receipt, url: `/r/${receipt.token}`, change, print_job: null, repeated: false };
  db.answers.set(receipt.id, answer);
  tell('display', { state: 'done', total: receipt.total, change, url: answer.url });
  return answer;
}

function pay(body: any): any {
  const known = db.payments.get(body.id);
  if (known) return known;
  const payment = { id: body.id, basket: body.basket, amount: body.amount, refund: body.refund, state: 'asked', card: '', message: 'Bitte Karte vorhalten', slip: '' };
  db.payments.set(body.id, payment);
  const outcome = body.amount % 100 === 13 ? 'declined' : body.amount % 100 === 66 ? 'unknown' : 'approved';
  setTimeout(() => (payment.state === 'asked' ? Object.assign(payment, { message: 'PIN eingeben' }) : 0), 1200);
  setTimeout(() => (payment.state === 'asked' ? Object.assign(payment, { state: outcome, card: outcome === 'approved' ? 'girocard ****1234' : '', message: outcome === 'declined' ? 'Abgelehnt: Limit überschritten' : outcome === 'unknown' ? 'Das Terminal antwortet nicht.' : 'Zahlung erfolgt' }) : 0), 2600);
  return payment;
}

function row(id: string, held: any): any {
  return { id, label: held.label ?? '', total: held.quote.total, lines: held.basket.lines.length, state: held.state, owner_till: held.owner ?? 't1', owner_till_name: held.owner === 't2' ? 'Kasse 2' : 'Kasse 1', owner_name: 'Mira Yıldız', updated_at: held.at, customer: '' };
}

function find(key: string): any {
  const all = [...db.receipts.values()];
  const receipt = all.find((one) => one.id === key || String(one.number) === key || one.token === key);
  if (!receipt) throw new Refused(404, 'receipt_unknown', 'Diesen Beleg gibt es nicht.', 'Nummer prüfen.');
  return { receipt, returnable: receipt.lines.map((line: any) => ({ line: line.n, quantity: line.quantity, amount: line.amount })), url: `/r/${receipt.token}` };
}

const report = () => ({ business_day: new Date().toISOString().slice(0, 10), opened_at: started, float: db.float, receipts: db.receipts.size, total: [...db.receipts.values()].reduce((sum, one) => sum + one.total, 0), tenders: { cash: 12345, card: 4520 }, taxes: [{ key: 1, rate: 1900, gross: 8000, net: 6723, vat: 1277 }, { key: 2, rate: 700, gross: 8865, net: 8285, vat: 580 }], cash_expected: 27345 });

type Handler = (parts: string[], body: any, query: URLSearchParams) => unknown;

/** "METHOD path" with * for one part. */
export const routes: Record<string, Handler> = {
  'GET setup': () => ({ needs_owner: false, demo: true, version: 'mock' }),
  'POST pair': (_p, body) => {
    if (String(body.code).length !== 8) throw new Refused(422, 'pairing_code', 'Dieser Code gilt nicht.', 'Im Büro einen neuen Code erzeugen.');
    db.paired = true;
    return { device: 'd1', till: 't1', key: hex() };
  },
  'GET till': () => {
    if (!db.paired) throw new Refused(401, 'device_unknown', 'Dieses Gerät ist noch nicht gekoppelt.');
    return state();
  },
  'POST till/sign-in': (_p, body) => {
    if (body.pin !== '1234') throw new Refused(401, 'pin_wrong', 'Die PIN stimmt nicht.', 'Bitte noch einmal eingeben.');
    db.signedIn = staff.find((one) => one.id === body.staff);
    return { session: hex(), staff: db.signedIn, rights: rights(db.signedIn.role) };
  },
  'POST till/sign-out': () => ((db.signedIn = null), {}),
  'POST till/approve': (_p, body) => {
    if (body.pin !== '1234') throw new Refused(401, 'pin_wrong', 'Die PIN stimmt nicht.');
    return { approval: hex() };
  },
  'GET till/catalogue': () => catalogue,
  'GET till/search': () => [],
  'POST till/quote': (_p, body) => quote(body.basket, db.receipts),
  'PUT till/baskets/*': (p, body) => {
    const priced = quote(body.basket, db.receipts);
    db.baskets.set(p[2]!, { basket: body.basket, quote: priced, version: body.version + 1, state: 'open', at: Date.now() });
    tell('display', { state: 'basket', quote: priced });
    return { quote: priced, version: body.version + 1, state: 'open', owner_till: 't1', owner_name: '' };
  },
  'GET till/baskets': () => [...db.baskets].filter(([, held]) => held.basket.lines.length).map(([id, held]) => row(id, held)),
  'POST till/baskets/*/park': (p, body) => (Object.assign(db.baskets.get(p[2]!), { state: 'parked', label: body.label }), {}),
  'POST till/baskets/*/fetch': (p) => (Object.assign(db.baskets.get(p[2]!), { state: 'open', owner: 't1' }), db.baskets.get(p[2]!)),
  'POST till/baskets/*/abort': (p) => (db.baskets.delete(p[2]!), { receipt: { number: ++db.number } }),
  'POST till/payments': (_p, body) => pay(body),
  'GET till/payments/*': (p) => db.payments.get(p[2]!),
  'POST till/payments/*/cancel': (p) => Object.assign(db.payments.get(p[2]!), { state: 'declined', message: 'Abgebrochen' }),
  'POST till/payments/*/ask': (p) => Object.assign(db.payments.get(p[2]!), { state: 'approved', card: 'girocard ****1234', message: 'Zahlung erfolgt' }),
  'POST till/sales': (_p, body) => sell(body),
  'GET till/receipts': (_p, _b, query) => [...db.receipts.values()].reverse().filter((one) => !query.get('q') || String(one.number).includes(query.get('q')!)),
  'GET till/receipts/*': (p) => find(p[2]!),
  'POST till/receipts/*/print': () => ({ print_job: hex() }),
  'GET till/customers': (_p, _b, query) => customers.filter((one) => JSON.stringify(one).toLowerCase().includes((query.get('q') ?? '').toLowerCase())),
  'POST till/customers': (_p, body) => (customers.push({ ...body, number: `29${customers.length + 1}`.padEnd(7, '0'), points: 0 }), customers.at(-1)),
  'POST till/day/open': () => ((db.open = true), state().day),
  'POST till/cash-in': () => ({ receipt: { number: ++db.number } }),
  'POST till/cash-out': () => ({ receipt: { number: ++db.number } }),
  'POST till/no-sale': () => ({}),
  'GET till/report': () => report(),
  'POST till/count': (_p, body) => ({ counted: Object.entries(body.coins).reduce((sum, [coin, n]) => sum + Number(coin) * Number(n), 0) }),
  'POST till/close': (_p, body) => ((db.open = false), { number: ++db.z, business_day: report().business_day, total: report().total, receipts: db.receipts.size, cash_expected: 27345, cash_counted: body.counted ?? 27345, difference: -120, tenders: report().tenders, taxes: report().taxes }),
  'POST till/training': (_p, body) => ((db.training = body.on), { training: db.training }),
};
