import type { Settings, Token } from '../../office/api/settings';
import { hex, now } from './chance.ts';
import type { Routes } from './routes.ts';
import { party } from './sales.ts';

const settings: Settings = {
  shop: { name: party.name, street: party.street, postcode: party.postcode, city: party.city, country: 'DEU', tax_number: party.tax_number, vat_id: '', phone: party.phone, small_business: false },
  tax: [
    { key: 1, rate: 1900, valid_from: '2021-01-01', label: 'Allgemeiner Steuersatz' },
    { key: 2, rate: 700, valid_from: '2021-01-01', label: 'Ermäßigter Steuersatz' },
    { key: 5, rate: 0, valid_from: '2021-01-01', label: 'Nicht steuerbar' },
  ],
  reasons: {
    discount: ['Stammkunde', 'Mindesthaltbarkeit', 'Beschädigt', 'Personal'], price: ['Falsch ausgezeichnet', 'Verhandelt'], return: ['Gefällt nicht', 'Mangelhaft', 'Falsch gekauft'], void: ['Vertippt', 'Kunde möchte nicht'],
    abort: ['Kunde ist gegangen', 'Kein Geld dabei'], no_sale: ['Wechseln', 'Kontrolle'], cash_in: ['Wechselgeld', 'Sonstiges'], cash_out: ['Bank', 'Einkauf', 'Trinkgeld'], surcharge: ['Lieferung'], stock: ['Bruch', 'Verderb', 'Diebstahl', 'Eigenverbrauch', 'Zählung'],
  },
  favourites: ['a103', 'a104', 'a101', 'a201', 'a301', 'a403', 'a401', 'a303'],
  receipt: { heading: '', thanks: 'Danke für Ihren Einkauf', returns: 'Umtausch binnen 14 Tagen mit Bon.', show_savings: true },
  points: { active: true, points_per_euro: 1, point_value: 1 },
  public_address: '',
  customer_groups: [{ id: 'stamm', name: 'Stammkunden' }],
  tiers: [{ id: 'gold', name: 'Gold', from_points: 500 }],
  offline: { active: true, cash_limit_total: 0, voucher_limit: 0, points: false, store_credit_limit: 0, card_external_limit: 0, max_hours: 0 },
  invoices: { prefix: 'R-', self_service: true, months: 1, contact: '', phone: '', mail: '' },
  agencies: [],
  eat_in: false,
  tips: 'off',
  currencies: [],
};
const tokens: Token[] = [{ id: 'k1', name: 'Webseite', scopes: ['articles.read', 'stock.read'], created_at: now - 90 * 86400e3, last_used_at: now - 3600e3, revoked_at: null, hint: '9f3c' }];
const scopes = [['articles.read', 'Artikel lesen'], ['articles.write', 'Artikel ändern'], ['stock.read', 'Lager lesen'], ['stock.write', 'Lager buchen'], ['receipts.read', 'Belege lesen'], ['reports.read', 'Berichte lesen'], ['journal.read', 'Journal lesen']].map(([id, label]) => ({ id: id!, label: label! }));

export const settingRoutes: Routes = {
  'GET office/settings': () => settings,
  'PUT office/settings/*': (parts, body) => ((settings as any)[parts[2]!] = body.value, settings),
  'GET office/tokens': () => ({ items: tokens, scopes }),
  'POST office/tokens': (_p, body) => {
    const secret = `tresen_${hex(40)}`;
    tokens.unshift({ id: hex(8), name: body.name, scopes: body.scopes, created_at: Date.now(), last_used_at: null, revoked_at: null, hint: secret.slice(-4) });
    return { ...tokens[0], secret };
  },
  'DELETE office/tokens/*': (parts) => void Object.assign(tokens.find((one) => one.id === parts[2])!, { revoked_at: Date.now() }),
};
