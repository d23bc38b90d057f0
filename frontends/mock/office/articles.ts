import type { Article, ArticleRow } from '../../office/api/articles';
import { fold, paged, Refused } from './chance.ts';
import { articles, byId, groups, histories } from './goods.ts';
import type { Routes } from './routes.ts';
import { onHand } from './stock.ts';

let seq = 5000;

export function rowOfArticle(one: Article): ArticleRow {
  const group = groups.find((each) => each.id === one.group);
  return {
    id: one.id, number: one.number, name: one.name, kind: one.kind, group: one.group, group_name: group?.name ?? '', group_colour: group?.colour ?? '', price: one.price, per: one.per, unit: one.unit,
    tax_key: one.tax_key, tax_rate: one.tax_key === 1 ? 1900 : one.tax_key === 2 ? 700 : 0, min_age: one.min_age, open_price: one.open_price_min !== null, picture: one.picture,
    stock: one.stocked ? onHand(one.id) : null, active: one.active, barcodes: one.barcodes.map((each) => each.code),
  };
}

export function write(one: Article, source: 'form' | 'import' | 'undo' = 'form'): Article {
  one.version = ++seq;
  const { id, version, ...record } = one;
  const list = histories.get(id) ?? [];
  list.unshift({ seq: version, at: Date.now(), actor: 's1', actor_name: 'Anna Berger', source, record: structuredClone(record) });
  histories.set(id, list);
  return one;
}

function unique(number: string, id: string): void {
  if (articles.some((one) => one.number === number && one.id !== id)) throw new Refused(409, 'number_taken', `Die Nummer ${number} hat schon ein anderer Artikel.`, 'Eine andere Nummer nehmen.');
}

const counted = () => groups.map((group) => ({ ...group, articles: articles.filter((one) => one.group === group.id && one.active).length })).sort((a, b) => a.position - b.position);
const HEAD = 'Nummer;Name;Preis;USt-Schlüssel;Warengruppe;Einheit;Barcodes';

export const articleRoutes: Routes = {
  'GET office/articles': (_p, _b, query) => {
    const q = fold(query.get('q') ?? '');
    const state = query.get('state') || 'active';
    const found = articles.filter(
      (one) =>
        (state === 'all' || one.active === (state === 'active')) && (!query.get('group') || one.group === query.get('group')) && (!query.get('kind') || one.kind === query.get('kind')) &&
        (!query.get('tax_key') || String(one.tax_key) === query.get('tax_key')) &&
        (!q || fold(one.name).includes(q) || fold(one.number).startsWith(q) || one.barcodes.some((each) => each.code.startsWith(q))),
    );
    const by = query.get('sort') ?? 'number';
    const rows = found.map(rowOfArticle);
    rows.sort((a, b) => (by === 'price' ? a.price - b.price : by === 'stock' ? (a.stock ?? 1e9) - (b.stock ?? 1e9) : by === 'name' ? a.name.localeCompare(b.name, 'de') : a.number.localeCompare(b.number, 'de')));
    return paged(rows, query);
  },
  'GET office/articles/export.csv': () => `\ufeff${HEAD}\n${articles.map((one) => [one.number, one.name, (one.price / 100).toFixed(2).replace('.', ','), one.tax_key, one.group, one.unit, one.barcodes.map((each) => each.code).join(' ')].join(';')).join('\n')}\n`,
  'GET office/articles/*': (parts) => {
    const found = byId(parts[2]!);
    if (!found) throw new Refused(404, 'article_unknown', 'Diesen Artikel gibt es nicht.', 'In der Liste suchen.');
    return found;
  },
  'GET office/articles/*/history': (parts) => histories.get(parts[2]!) ?? [],
  'POST office/articles': (_p, body) => {
    unique(body.number, body.id);
    articles.push({ ...body, version: 0 });
    return write(articles.at(-1)!);
  },
  'PUT office/articles/*': (parts, body) => {
    const found = byId(parts[2]!)!;
    if (body.version !== found.version) throw new Refused(409, 'changed_meanwhile', 'Jemand anderes hat den Artikel eben geändert.', 'Neu laden und noch einmal ändern.');
    unique(body.number, found.id);
    return write(Object.assign(found, body));
  },
  'POST office/articles/*/picture': () => ({ picture: '/office/icon.svg' }),
  'GET office/groups': () => counted(),
  'POST office/groups': (_p, body) => (groups.push({ ...body, position: groups.length + 1, articles: 0 }), groups.at(-1)),
  'PUT office/groups/order': (_p, body) => (groups.forEach((group) => (group.position = body.ids.indexOf(group.id) + 1)), counted()),
  'PUT office/groups/*': (parts, body) => Object.assign(groups.find((group) => group.id === parts[2])!, body),
  'DELETE office/groups/*': (parts) => {
    if (articles.some((one) => one.group === parts[2])) throw new Refused(409, 'group_in_use', 'In dieser Warengruppe sind noch Artikel.', 'Zuerst die Artikel umhängen.');
    groups.splice(groups.findIndex((group) => group.id === parts[2]), 1);
  },
};
