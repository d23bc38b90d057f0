import type { Entry, Verification } from '../../office/api/journal';
import { dayOf, fold, hex, now, Refused } from './chance.ts';
import { articles } from './goods.ts';
import type { Routes } from './routes.ts';
import { sales } from './sales.ts';

const entries: (Entry & { body: unknown })[] = [];
const blank = { version: 1, actor: 's1', actor_name: 'Anna Berger', till: '', till_name: '', node: 'n1', series: '', counter: 0, subject: '' };
for (const sale of sales.slice(0, 400)) {
  entries.push({ ...blank, seq: 0, id: sale.id, kind: 'receipt', at: sale.finished_at, business_day: sale.business_day, actor: sale.staff, actor_name: sale.staff_name, till: sale.till, till_name: sale.till_name, series: 'receipt', counter: sale.number, subject: '', hash: '', previous: '', sentence: sale.kind === 'abort' ? `${sale.staff_name} hat an ${sale.till_name} einen Verkauf abgebrochen (Beleg ${sale.number}).` : `${sale.staff_name} hat an ${sale.till_name} Beleg ${sale.number} über ${(sale.total / 100).toFixed(2).replace('.', ',')} € ausgestellt.`, body: { receipt: sale, transfers: [] } });
}
for (const [at, article] of articles.slice(0, 20).entries()) {
  entries.push({ ...blank, seq: 0, id: hex(32), kind: 'masterdata', at: now - (at * 3 + 1) * 3600e3, business_day: dayOf(now), subject: `article:${article.id}`, hash: '', previous: '', sentence: `Anna Berger hat den Artikel „${article.name}“ geändert.`, body: { record: article, deleted: false } });
}
entries.push({ ...blank, seq: 0, id: hex(32), kind: 'device', at: now - 7200e3, business_day: dayOf(now), actor: '', actor_name: '', subject: 'tse', hash: '', previous: '', sentence: 'Die TSE war 40 Sekunden nicht erreichbar; ein Beleg wurde ohne Signatur ausgestellt und gekennzeichnet.', body: { state: 'down' } });
entries.sort((a, b) => a.at - b.at);
let previous = '0'.repeat(64);
entries.forEach((one, at) => {
  Object.assign(one, { seq: 4000 + at, previous, hash: hex(64) });
  previous = one.hash;
});
entries.reverse();

let check: Verification = { state: 'ok', started_at: now - 86400e3, finished_at: now - 86399e3, done: 4400, total: 4400, head: hex(64), checks: [
  { name: 'chain', ok: true, text: '4.400 Einträge, Kette ununterbrochen.' },
  { name: 'receipts', ok: true, text: 'Belegnummern je Kasse lückenlos.' },
  { name: 'closings', ok: true, text: 'Abschlüsse je Kasse lückenlos.' },
  { name: 'balances', ok: true, text: 'Bestände und Kassen neu gerechnet: gleich.' },
  { name: 'totals', ok: true, text: 'Tagessummen gleich der Summe der Belege.' },
] };

function verify(): Verification {
  const done = check.checks;
  check = { ...check, state: 'running', started_at: Date.now(), finished_at: null, done: 0, total: 4400, checks: [] };
  const timer = setInterval(() => {
    check = { ...check, done: Math.min(4400, check.done + 900) };
    if (check.done < 4400) return;
    clearInterval(timer);
    check = { ...check, state: 'ok', finished_at: Date.now(), checks: done };
  }, 400);
  return check;
}

const short = ({ body: _body, ...one }: Entry & { body: unknown }): Entry => one;

export const journalRoutes: Routes = {
  'GET office/journal': (_p, _b, query) => {
    const is = (name: string, value: string) => !query.get(name) || value === query.get(name);
    const size = Number(query.get('size') ?? 50);
    const found = entries.filter((one) => is('kind', one.kind) && is('actor', one.actor) && (!query.get('subject') || one.subject.startsWith(query.get('subject')!)) && (!query.get('q') || fold(one.sentence).includes(fold(query.get('q')!))) && (!query.get('from') || one.business_day >= query.get('from')!) && (!query.get('to') || one.business_day <= query.get('to')!) && (!query.get('before') || one.seq < Number(query.get('before'))));
    return { items: found.slice(0, size).map(short), next: found.length > size ? found[size - 1]!.seq : null, kinds: [...new Set(entries.map((one) => one.kind))] };
  },
  'GET office/journal/*': (parts) => {
    const found = entries.find((one) => one.seq === Number(parts[2]));
    if (!found) throw new Refused(404, 'entry_unknown', 'Diesen Eintrag gibt es nicht.', 'Nummer prüfen.');
    return found;
  },
  'GET office/verification': () => check,
  'POST office/verification': () => verify(),
};
