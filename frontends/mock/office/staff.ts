import type { Right, Rights, Staff } from '../../office/api/staff';
import { now } from './chance.ts';
import type { Routes } from './routes.ts';

const staff: Staff[] = [
  { id: 's1', name: 'Anna Berger', role: 'owner', active: true, pin_set: true, password_set: true, last_seen_at: now - 60e3 },
  { id: 's2', name: 'Jonas Klein', role: 'manager', active: true, pin_set: true, password_set: true, last_seen_at: now - 3600e3 },
  { id: 's3', name: 'Mira Yıldız', role: 'cashier', active: true, pin_set: true, password_set: false, last_seen_at: now - 300e3 },
  { id: 's4', name: 'Paul Nowak', role: 'trainee', active: true, pin_set: false, password_set: false, last_seen_at: null },
  { id: 's5', name: 'Steuerbüro Harms', role: 'accountant', active: true, pin_set: false, password_set: true, last_seen_at: now - 12 * 86400e3 },
  { id: 's6', name: 'Tim Otto', role: 'cashier', active: false, pin_set: false, password_set: false, last_seen_at: now - 90 * 86400e3 },
];
const tillActs: [string, string][] = [['sell', 'Verkaufen'], ['discount', 'Rabatt geben'], ['price', 'Preis ändern'], ['void', 'Zeile stornieren'], ['abort', 'Verkauf abbrechen'], ['refund', 'Rücknahme mit Bon'], ['refund_without_receipt', 'Rücknahme ohne Bon'], ['no_sale', 'Lade ohne Verkauf öffnen'], ['cash_in', 'Einlage'], ['cash_out', 'Entnahme'], ['report', 'Zwischenbericht ansehen'], ['close', 'Tag abschließen'], ['training', 'Übungsmodus']];
const officeActs: [string, string][] = [['office.today', 'Heute ansehen'], ['office.receipts', 'Belege'], ['office.articles', 'Artikel pflegen'], ['office.stock', 'Lager buchen'], ['office.customers', 'Kunden (persönliche Daten)'], ['office.staff', 'Team und Rechte'], ['office.tills', 'Kassen und Geräte'], ['office.closings', 'Abschlüsse'], ['office.journal', 'Journal'], ['office.reports', 'Berichte'], ['office.settings', 'Einstellungen']];
const roles = [['owner', 'Inhaberin'], ['manager', 'Leitung'], ['cashier', 'Kasse'], ['trainee', 'Aushilfe'], ['accountant', 'Steuerbüro']];

function first(role: string, act: string): Right {
  if (role === 'owner') return 'allow';
  const office = act.startsWith('office.');
  if (role === 'manager') return act === 'office.staff' || act === 'office.settings' ? 'deny' : 'allow';
  if (role === 'accountant') return ['office.today', 'office.receipts', 'office.closings', 'office.journal', 'office.reports'].includes(act) ? 'allow' : 'deny';
  if (office) return 'deny';
  if (act === 'sell' || act === 'report') return 'allow';
  if (role === 'trainee') return ['training', 'void'].includes(act) ? 'allow' : 'approve';
  return ['refund_without_receipt', 'cash_out', 'training', 'price'].includes(act) ? 'approve' : 'allow';
}

const rights: Rights = {
  roles: roles.map(([id, label]) => ({ id: id!, label: label! })),
  acts: [...tillActs.map(([id, label]) => ({ id, label, place: 'till' as const })), ...officeActs.map(([id, label]) => ({ id, label, place: 'office' as const }))],
  matrix: Object.fromEntries(roles.map(([role]) => [role, Object.fromEntries([...tillActs, ...officeActs].map(([act]) => [act, first(role!, act)]))])),
  fixed: ['owner'],
};
const get = (id: string | undefined) => staff.find((one) => one.id === id)!;

export const staffRoutes: Routes = {
  'GET office/staff': () => staff,
  'POST office/staff': (_p, body) => (staff.push({ id: body.id, name: body.name, role: body.role, active: true, pin_set: Boolean(body.pin), password_set: false, last_seen_at: null }), staff.at(-1)),
  'PUT office/staff/*': (parts, body) => Object.assign(get(parts[2]), body),
  'POST office/staff/*/pin': (parts) => Object.assign(get(parts[2]), { pin_set: true }),
  'POST office/staff/*/password': (parts) => Object.assign(get(parts[2]), { password_set: true }),
  'GET office/rights': () => rights,
  'PUT office/rights': (_p, body) => ((rights.matrix[body.role]![body.act] = body.right), rights),
};
