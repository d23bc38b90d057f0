import type { Access, CardTerminal, Device, Printer, Simulator, SignerState, Till } from '../../office/api/tills';
import type { QueueItem } from '../../office/api/queues';
import type { Health } from '../../office/api/today';
import { dayOf, hex, now } from './chance.ts';
import type { Routes } from './routes.ts';
import { sales } from './sales.ts';

const day = dayOf(now);
const mine = (id: string) => sales.filter((sale) => sale.till === id && sale.business_day === day);
const sum = (id: string) => mine(id).reduce((total, sale) => total + sale.total, 0);
const cash = (id: string) => 15000 + mine(id).flatMap((sale) => sale.tenders).filter((one) => one.kind === 'cash').reduce((total, one) => total + one.amount, 0);
const till = (id: string, name: string, serial: string, open: boolean, staff_name: string, contact: number): Till => ({
  id, name, serial, active: true, open, opened_at: open ? Date.parse(`${day}T06:48:00+01:00`) : null, drawer: open ? cash(id) : 0, turnover: sum(id), receipts: mine(id).length,
  last_number: sales.find((sale) => sale.till === id)?.number ?? 0, last_z: 52, last_contact: contact, staff_name, printer: 'p1', devices: 1, maker: 'Tresen', model: 'Tresen', acquired_on: '',
});
export const tills: Till[] = [till('t1', 'Kasse 1', 'TRESEN-0001', true, 'Mira Yıldız', now - 4000), till('t2', 'Kasse 2 Hof', 'TRESEN-0002', true, 'Jonas Klein', now - 19 * 60e3), till('t3', 'Marktstand', 'TRESEN-0003', false, '', now - 3 * 86400e3)];
const devices: Device[] = [
  { id: 'd1', name: 'Tablet Theke', till: 't1', till_name: 'Kasse 1', state: 'ok', text: 'verbunden', paired_at: now - 90 * 86400e3, last_seen_at: now - 4000, revoked_at: null },
  { id: 'd2', name: 'Handy Hof', till: 't2', till_name: 'Kasse 2 Hof', state: 'warn', text: 'seit 19 Minuten nicht gesehen', paired_at: now - 20 * 86400e3, last_seen_at: now - 19 * 60e3, revoked_at: null },
  { id: 'd3', name: 'Altes Tablet', till: 't1', till_name: 'Kasse 1', state: 'off', text: 'entzogen', paired_at: now - 300 * 86400e3, last_seen_at: now - 91 * 86400e3, revoked_at: now - 90 * 86400e3 },
];
const printers: Printer[] = [
  { id: 'p1', name: 'Bondrucker Theke', columns: 48, state: 'warn', text: 'Papier bald leer', waiting: 0, failed: 0, simulated: true },
  { id: 'p2', name: 'Bondrucker Hof', columns: 32, state: 'down', text: 'nicht erreichbar', waiting: 2, failed: 1, simulated: true },
];
const terminals: CardTerminal[] = [{ id: 'k1', name: 'Kartenterminal Theke', state: 'ok', text: 'bereit', unknown: 0, simulated: true }];
const signers: SignerState[] = [{ serial: 'ab42'.repeat(16), maker: 'Tresen Simulator', state: 'ok', text: 'signiert', expires_at: now + 900 * 86400e3, signatures: 4211, open_transactions: 1, simulated: true }];
const simulators: Simulator[] = [
  { what: 'tse', id: 'tse', name: 'TSE', mode: 'ok', modes: ['ok', 'slow', 'down', 'expired', 'ends_soon', 'full', 'self_test_due'] },
  { what: 'terminal', id: 'k1', name: 'Kartenterminal Theke', mode: 'approve', modes: ['approve', 'decline', 'hang', 'lose_link', 'other_amount'] },
  { what: 'printer', id: 'p1', name: 'Bondrucker Theke', mode: 'paper_low', modes: ['ok', 'paper_low', 'paper_out', 'offline'] },
];
const job = (id: string, state: QueueItem['state'], queue: string, text: string, reason: string, ago: number, tries: number): QueueItem => ({
  id, queue, state, text, reason, created_at: now - ago * 60e3, due_at: state === 'done' ? null : now + 40e3, tries, printer: queue === 'print' ? 'p2' : '', printer_name: queue === 'print' ? 'Bondrucker Hof' : '', receipt: queue === 'print' ? sales[4]!.id : '', receipt_number: queue === 'print' ? sales[4]!.number : 0,
});
const queue: QueueItem[] = [
  job('q1', 'failed', 'print', `Beleg ${sales[4]!.number} drucken`, 'Der Drucker „Bondrucker Hof“ ist nicht erreichbar. Ist er eingeschaltet und im Netz?', 18, 6),
  job('q2', 'waiting', 'print', `Beleg ${sales[5]!.number} drucken`, 'Wartet auf den Drucker „Bondrucker Hof“.', 17, 3),
  job('q3', 'waiting', 'mail', 'Bon an Kunde 2900003 senden', 'Der Mailserver hat die Verbindung abgelehnt. Nächster Versuch läuft von selbst.', 42, 4),
  ...Array.from({ length: 7 }, (_, at) => job(`q${at + 9}`, 'done', 'print', `Beleg ${sales[at + 9]!.number} drucken`, '', 60 + at * 9, 1)),
];

export const health = (): Health[] => [
  { what: 'tse', name: 'TSE', state: signers[0]!.state, text: signers[0]!.text, simulated: true },
  ...printers.map((one) => ({ what: 'printer' as const, name: one.name, state: one.state, text: one.text, simulated: true })),
  ...terminals.map((one) => ({ what: 'terminal' as const, name: one.name, state: one.state, text: one.text, simulated: true })),
  { what: 'queue', name: 'Warteschlangen', state: 'warn', text: '2 warten, 1 braucht Hilfe', simulated: false },
];
const by = <T extends { id: string }>(list: T[], id: string | undefined): T => list.find((one) => one.id === id)!;

function simulate(id: string, mode: string): Simulator {
  const found = Object.assign(by(simulators, id), { mode });
  const good = ['ok', 'approve'].includes(mode);
  const state = good ? 'ok' : ['down', 'expired', 'paper_out', 'offline', 'hang', 'lose_link'].includes(mode) ? 'down' : 'warn';
  const target = found.what === 'tse' ? signers[0]! : found.what === 'printer' ? by(printers, id) : by(terminals, id);
  Object.assign(target, { state, text: good ? 'bereit' : `simuliert: ${mode}` });
  return found;
}

export const deviceRoutes: Routes = {
  'GET office/tills': () => tills,
  'POST office/tills': (_p, body) => (tills.push({ ...till(`t${tills.length + 1}`, body.name, `TRESEN-000${tills.length + 1}`, false, '', 0), last_contact: null, devices: 0 }), tills.at(-1)),
  'PUT office/tills/*': (parts, body) => Object.assign(by(tills, parts[2]), body),
  'POST office/tills/*/pairing': () => {
    const code = hex(8).toUpperCase();
    return { code, expires_at: Date.now() + 10 * 60e3, url: `http://laden.local:8000/trust#pair=${code}`, till: 'http://laden.local:8000/till/', reach: 'trust' as const };
  },
  'GET office/access': (): Access => ({
    reach: 'trust', till: 'http://laden.local:8000/till/', trust: 'http://laden.local:8000/trust', fingerprint: 'B9 A6 D1 7C EE 55 5B F7 71 C6 D6 36 34 73 BE 36 BD 7D 68 C9 DF B9 9F 6A 02 21 12 91 A5 C8 AE B7',
    called: 'Tresen THEKE 2026-01-07', expires_at: now + 300 * 86400e3, authority_until: now + 3500 * 86400e3, names: ['localhost', 'theke', 'theke.local', '192.168.178.20'],
  }),
  'GET office/devices': () => devices,
  'POST office/devices/*/revoke': (parts) => Object.assign(by(devices, parts[2]), { state: 'off', text: 'entzogen', revoked_at: Date.now() }),
  'GET office/printers': () => printers,
  'POST office/printers/*/test': () => ({ print_job: hex(32) }),
  'GET office/terminals': () => terminals,
  'GET office/signers': () => signers,
  'GET office/simulators': () => simulators,
  'PUT office/simulators/*': (parts, body) => simulate(parts[2]!, body.mode),
  'GET office/queues': (_p, _b, query) => ({
    counts: ['print', 'mail'].flatMap((name) => (['waiting', 'failed', 'done'] as const).map((state) => ({ queue: name, state, count: queue.filter((one) => one.queue === name && one.state === state).length }))),
    items: queue.filter((one) => (!query.get('queue') || one.queue === query.get('queue')) && (!query.get('state') || query.get('state')!.split(',').includes(one.state))),
  }),
  'POST office/queues/*/retry': (parts, body) => Object.assign(by(queue, parts[2]), { state: 'done', reason: '', tries: by(queue, parts[2]).tries + 1, ...(body.printer ? { printer: body.printer, printer_name: by(printers, body.printer).name } : {}) }),
};
