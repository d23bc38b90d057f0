import type { Article, ArticleVersion, Group } from '../../office/api/articles';
import { now, pick, random } from './chance.ts';

type Row = [number: string, name: string, price: number, cost: number, group: string, tax: number, code: string, more?: Partial<Article>];

export const groups: Group[] = [
  { id: 'brot', name: 'Brot & Gebäck', colour: '#c98a3c', position: 1, articles: 0 },
  { id: 'obst', name: 'Obst & Gemüse', colour: '#5a9a4b', position: 2, articles: 0 },
  { id: 'kuehl', name: 'Milch & Käse', colour: '#4f86c6', position: 3, articles: 0 },
  { id: 'trinken', name: 'Getränke', colour: '#2f8f9d', position: 4, articles: 0 },
  { id: 'suess', name: 'Süßes', colour: '#b0527e', position: 5, articles: 0 },
  { id: 'haus', name: 'Haus & Blumen', colour: '#7a6bb0', position: 6, articles: 0 },
];

const bottle = (id: string, content = 0): Partial<Article> => ({ deposit: [{ article: id, quantity: 1000 }], content, content_unit: 'volume' });
const loose: Partial<Article> = { unit: 'weight', weighed: true };
const weight = (grams: number): Partial<Article> => ({ content: grams, content_unit: 'weight' });

/** The code with the check digit it should have. */
const ean = (code: string): string => {
  const sum = [...code.slice(0, 12)].reduce((total, digit, at) => total + Number(digit) * (at % 2 ? 3 : 1), 0);
  return code.slice(0, 12) + ((10 - (sum % 10)) % 10);
};

const rows: Row[] = [
  ['101', 'Roggenmischbrot 1 kg', 420, 210, 'brot', 2, '4000001001017', weight(1000)],
  ['102', 'Dinkelvollkornbrot 750 g', 495, 255, 'brot', 2, '4000001001024', weight(750)],
  ['103', 'Brötchen', 45, 18, 'brot', 2, '4000001001031'],
  ['104', 'Laugenbrezel', 95, 40, 'brot', 2, '4000001001048'],
  ['105', 'Butterhörnchen', 140, 66, 'brot', 2, '4000001001055'],
  ['106', 'Käsekuchen, Stück', 320, 140, 'brot', 2, '4000001001062'],
  ['201', 'Äpfel Elstar', 299, 165, 'obst', 2, '', loose],
  ['202', 'Bananen', 199, 120, 'obst', 2, '', loose],
  ['203', 'Tomaten am Zweig', 449, 260, 'obst', 2, '', loose],
  ['204', 'Kopfsalat', 149, 80, 'obst', 2, '4000001002045'],
  ['205', 'Zitrone', 59, 28, 'obst', 2, '4000001002052'],
  ['206', 'Kartoffeln festkochend 2,5 kg', 399, 210, 'obst', 2, '4000001002069', weight(2500)],
  ['301', 'Frische Vollmilch 3,8 % 1 l', 139, 92, 'kuehl', 2, '4000001003011', { content: 1000, content_unit: 'volume' }],
  ['302', 'Süßrahmbutter 250 g', 259, 189, 'kuehl', 2, '4000001003028', weight(250)],
  ['303', 'Bergkäse, 12 Monate', 249, 140, 'kuehl', 2, '', { ...loose, per: 100 }],
  ['304', 'Naturjoghurt 500 g im Glas', 179, 105, 'kuehl', 2, '4000001003042', bottle('ap15')],
  ['305', 'Freilandeier, 10 Stück', 389, 250, 'kuehl', 2, '4000001003059'],
  ['306', 'Quark 40 % 250 g', 129, 80, 'kuehl', 2, '4000001003066', weight(250)],
  ['401', 'Mineralwasser Medium 0,7 l', 89, 42, 'trinken', 1, '4000001004018', bottle('ap15', 700)],
  ['402', 'Apfelsaftschorle 0,5 l', 119, 60, 'trinken', 1, '4000001004025', bottle('ap25', 500)],
  ['403', 'Helles Lagerbier 0,5 l', 129, 68, 'trinken', 1, '4000001004032', { min_age: 16, ...bottle('ap08', 500) }],
  ['404', 'Kornbrand 32 % 0,7 l', 899, 540, 'trinken', 1, '4000001004049', { min_age: 18, content: 700, content_unit: 'volume' }],
  ['405', 'Cola 1,0 l', 149, 82, 'trinken', 1, '4000001004056', bottle('ap25', 1000)],
  ['406', 'Röstkaffee gemahlen 500 g', 749, 480, 'trinken', 2, '4000001004063', weight(500)],
  ['407', 'Grauburgunder trocken 0,75 l', 790, 430, 'trinken', 1, '4000001004070', { min_age: 16, content: 750, content_unit: 'volume' }],
  ['501', 'Vollmilchschokolade 100 g', 149, 88, 'suess', 2, '4000001005015', weight(100)],
  ['502', 'Gummibären 200 g', 129, 71, 'suess', 2, '4000001005022', weight(200)],
  ['503', 'Butterkekse 250 g', 199, 120, 'suess', 2, '4000001005039', weight(250)],
  ['504', 'Blütenhonig 500 g', 649, 400, 'suess', 2, '4000001005046', weight(500)],
  ['505', 'Erdbeerkonfitüre 340 g', 349, 190, 'suess', 2, '4000001005053', weight(340)],
  ['601', 'Blumenstrauß nach Wahl', 0, 0, 'haus', 2, '', { open_price_min: 300, open_price_max: 15000, stocked: false }],
  ['602', 'Bienenwachskerze', 790, 420, 'haus', 1, '4000001006029'],
  ['603', 'Papiertüte', 20, 7, 'haus', 1, '4000001006036'],
  ['604', 'Tageszeitung', 280, 220, 'haus', 2, '4000001006043', { discountable: false, points: false }],
  ['605', 'Grillanzünder 32 Stück', 299, 150, 'haus', 1, '4000001006050', { active: false }],
];

const blank: Omit<Article, 'id' | 'number' | 'name' | 'price' | 'tax_key' | 'group' | 'version'> = {
  kind: 'goods', unit: 'piece', per: 1000, deposit: [], min_age: 0, weighed: false, open_price_min: null, open_price_max: null,
  discountable: true, content: 0, content_unit: 'weight', points: true, active: true, picture: null, cost: null, stock_min: 6000, stocked: true, barcodes: [], tags: [], prices: [],
  agency: 0, components: [], take_away_key: 0, planned_key: 0, planned_from: '',
};

const goods: Article[] = rows.map(([number, name, price, cost, group, tax_key, code, more], at) => ({
  ...blank, id: `a${number}`, number, name, price, cost, group, tax_key, version: 100 + at,
  barcodes: code ? [{ code: ean(code), quantity: 1000, price: null }] : [], tags: [], prices: [], ...more,
}));
goods.find((one) => one.id === 'a403')!.barcodes.push({ code: ean('4000001004315'), quantity: 6000, price: 720 }, { code: ean('4000001004322'), quantity: 20000, price: 2190 });

const deposits: Article[] = ([['ap08', 'Pfand Bierflasche', 8], ['ap15', 'Pfand Mehrweg', 15], ['ap25', 'Pfand Einweg', 25]] as const).map(([id, name, price], at) => ({
  ...blank, id, number: `P${price}`, name, price, group: '', tax_key: 1, kind: 'deposit', discountable: false, points: false, stocked: false, stock_min: null, version: 200 + at,
}));

export const articles: Article[] = [...goods, ...deposits];
export const byId = (id: string): Article | undefined => articles.find((one) => one.id === id);

export const histories = new Map<string, ArticleVersion[]>();
const people = ['Anna Berger', 'Jonas Klein', 'Mira Yıldız'];
for (const article of articles) {
  const { id: _id, version: _version, ...record } = article;
  const first = { ...record, price: Math.max(0, article.price - 10 * (1 + Math.floor(random() * 3))), name: article.name.replace(' g', 'g') };
  histories.set(article.id, [
    { seq: article.version, at: now - 9 * 86400e3, actor: 's1', actor_name: pick(people), source: 'form', record },
    { seq: article.version - 60, at: now - 40 * 86400e3, actor: 's1', actor_name: 'Anna Berger', source: 'import', record: { ...first, price: article.price, name: article.name, stock_min: null } },
    { seq: article.version - 90, at: now - 200 * 86400e3, actor: 's1', actor_name: 'Anna Berger', source: 'start', record: first },
  ]);
}
