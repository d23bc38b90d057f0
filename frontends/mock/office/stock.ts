import type { Movement, StockAct, StockRow } from '../../office/api/stock';
import type { StockAlert } from '../../office/api/today';
import { between, fold, now, paged } from './chance.ts';
import { articles, byId, groups } from './goods.ts';
import type { Routes } from './routes.ts';
import { sales } from './sales.ts';

const places = [
  { id: 'laden', name: 'Laden' },
  { id: 'lager', name: 'Lager' },
];
const held = new Map<string, number>();
const moves = new Map<string, Movement[]>();
let seq = 9000;
const acts = new Map<number, StockAct>();

for (const article of articles.filter((one) => one.stocked)) {
  held.set(`laden:${article.id}`, between(-1, 40) * 1000 + (article.unit === 'weight' ? between(0, 999) : 0));
  held.set(`lager:${article.id}`, article.group === 'brot' ? 0 : between(0, 60) * 1000);
}
held.set('laden:a103', -14000);
held.set('laden:a305', 3000);
held.set('lager:a305', 0);

export const onHand = (id: string): number => places.reduce((sum, place) => sum + (held.get(`${place.id}:${id}`) ?? 0), 0);

function row(id: string): StockRow {
  const one = byId(id)!;
  const quantity = onHand(id);
  return {
    article: id, number: one.number, name: one.name, unit: one.unit, group_name: groups.find((each) => each.id === one.group)?.name ?? '', quantity, minimum: one.stock_min,
    value: one.cost === null ? null : Math.round((one.cost * quantity) / one.per),
    state: places.some((place) => (held.get(`${place.id}:${id}`) ?? 0) < 0) ? 'negative' : one.stock_min !== null && quantity < one.stock_min ? 'low' : 'ok',
    places: places.map((place) => ({ place: place.id, quantity: held.get(`${place.id}:${id}`) ?? 0 })),
  };
}

const all = () => articles.filter((one) => one.stocked && one.active).map((one) => row(one.id));
export const alerts = (): StockAlert[] =>
  all().filter((one) => one.state !== 'ok').slice(0, 6).map((one) => ({ article: one.article, number: one.number, name: one.name, unit: one.unit, place: 'laden', place_name: 'Laden', quantity: one.quantity, minimum: one.minimum ?? 0, kind: one.state === 'negative' ? 'negative' : 'low' }));

function movementsOf(id: string): Movement[] {
  const known = moves.get(id);
  if (known) return known;
  let balance = held.get(`laden:${id}`) ?? 0;
  const made: Movement[] = [];
  for (const sale of sales) {
    for (const line of sale.lines.filter((each) => each.article === id)) {
      made.push({ seq: sale.number, at: sale.finished_at, quantity: -line.quantity, place: 'laden', place_name: 'Laden', kind: line.quantity < 0 ? 'return' : 'sale', reason: '', note: '', actor_name: sale.staff_name, receipt: sale.id, receipt_number: sale.number, balance });
      balance += line.quantity;
    }
    if (made.length > 60) break;
  }
  made.push({ seq: 12, at: now - 30 * 86400e3, quantity: 48000, place: 'laden', place_name: 'Laden', kind: 'receive', reason: 'Lieferung', note: 'Lieferschein 4711', actor_name: 'Anna Berger', receipt: '', receipt_number: 0, balance });
  moves.set(id, made);
  return made;
}

function book(act: StockAct, entry: number, kind: Movement['kind']): { entry: number; lines: unknown[] } {
  const lines = act.lines.flatMap((line) => {
    const steps = act.kind === 'transfer' ? [[act.place, -line.quantity], [act.to!, line.quantity]] as const : [[act.place, act.kind === 'count' ? line.quantity - (held.get(`${act.place}:${line.article}`) ?? 0) : line.quantity]] as const;
    return steps.map(([place, difference]) => {
      const list = movementsOf(line.article);
      const quantity = (held.get(`${place}:${line.article}`) ?? 0) + difference;
      held.set(`${place}:${line.article}`, quantity);
      list.unshift({ seq: entry, at: Date.now(), quantity: difference, place, place_name: places.find((one) => one.id === place)!.name, kind, reason: act.reason, note: act.note, actor_name: 'Anna Berger', receipt: '', receipt_number: 0, balance: quantity });
      return { article: line.article, difference, quantity };
    });
  });
  acts.set(entry, { ...act, kind: act.kind === 'count' ? 'adjust' : act.kind, lines: act.kind === 'count' ? act.lines.map((line, at) => ({ ...line, quantity: lines[at]!.difference })) : act.lines });
  return { entry, lines };
}

export const stockRoutes: Routes = {
  'GET office/places': () => places,
  'GET office/stock': (_p, _b, query) => {
    const q = fold(query.get('q') ?? '');
    const state = query.get('state');
    const found = all().filter((one) => (!state || state === 'all' || one.state === state) && (!q || fold(one.name).includes(q) || one.number.startsWith(q)) && (!query.get('group') || byId(one.article)!.group === query.get('group')));
    return { ...paged(found, query), places, value: found.reduce((sum, one) => sum + (one.value ?? 0), 0), negative: found.filter((one) => one.state === 'negative').length, low: found.filter((one) => one.state === 'low').length };
  },
  'GET office/stock/*/movements': (parts, _b, query) => ({ ...paged(movementsOf(parts[2]!), query), article: row(parts[2]!), places }),
  'POST office/stock/movements': (_p, body: StockAct) => book(body, ++seq, body.kind === 'adjust' ? 'loss' : body.kind),
  'POST office/stock/movements/*/undo': (parts) => {
    const act = acts.get(Number(parts[3]))!;
    const back = act.kind === 'transfer' ? { ...act, place: act.to!, to: act.place } : { ...act, kind: 'adjust' as const, lines: act.lines.map((line) => ({ ...line, quantity: -line.quantity })) };
    return book({ ...back, reason: 'Rückgängig gemacht' }, ++seq, 'undo');
  },
};
