import type { Me } from '../../office/api/session';
import { Refused } from './chance.ts';
import type { Routes } from './routes.ts';
import { party } from './sales.ts';

const ACTS = ['today', 'receipts', 'articles', 'stock', 'customers', 'staff', 'tills', 'closings', 'journal', 'queues', 'reports', 'settings'];
const owner = (): Me => ({ staff: 's1', name: 'Anna Berger', role: 'owner', rights: ACTS.map((act) => `office.${act}`), shop: { id: 'shop', name: party.name, day_start: 4 }, simulated: true, version: 'mock', until: 0 });
const state = { fresh: process.env['TRESEN_FRESH'] === '1', inside: process.env['TRESEN_SIGNED_OUT'] !== '1' && process.env['TRESEN_FRESH'] !== '1' };
export const signedIn = (): boolean => state.inside;

export const sessionRoutes: Routes = {
  'GET setup': () => ({ needs_owner: state.fresh, demo: !state.fresh, version: 'mock' }),
  'POST setup': (_p, body) => {
    if (String(body.password).length < 10) throw new Refused(422, 'password_short', 'Das Passwort ist zu kurz.', 'Mindestens zehn Zeichen nehmen.');
    Object.assign(state, { fresh: false, inside: true });
    return { ...owner(), name: body.owner_name, shop: { id: 'shop', name: body.shop_name, day_start: 4 } };
  },
  'POST office/sign-in': (_p, body) => {
    if (body.password !== 'tresen-demo') throw new Refused(401, 'password_wrong', 'Name oder Passwort stimmt nicht.', 'Bitte noch einmal eingeben.');
    state.inside = true;
    return owner();
  },
  'POST office/sign-out': () => void (state.inside = false),
  'GET office/me': () => owner(),
};
