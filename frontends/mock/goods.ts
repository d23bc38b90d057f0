/** Thirty goods of a practice shop, in the shape of GET /api/v1/till/catalogue. */
type Row = [number: string, name: string, price: number, group: string, tax: number, code: string, more?: Record<string, unknown>];

export const groups = [
  { id: 'brot', name: 'Brot & Gebäck', colour: '#c98a3c', position: 1 },
  { id: 'obst', name: 'Obst & Gemüse', colour: '#5a9a4b', position: 2 },
  { id: 'kuehl', name: 'Milch & Käse', colour: '#4f86c6', position: 3 },
  { id: 'trinken', name: 'Getränke', colour: '#2f8f9d', position: 4 },
  { id: 'suess', name: 'Süßes', colour: '#b0527e', position: 5 },
  { id: 'haus', name: 'Haus & Blumen', colour: '#7a6bb0', position: 6 },
];

const bottle = (id: string) => ({ deposit: [{ article: id, quantity: 1000 }] });

const rows: Row[] = [
  ['101', 'Roggenmischbrot 1 kg', 420, 'brot', 2, '4000001001017'],
  ['102', 'Dinkelvollkornbrot 750 g', 495, 'brot', 2, '4000001001024'],
  ['103', 'Brötchen', 45, 'brot', 2, '4000001001031'],
  ['104', 'Laugenbrezel', 95, 'brot', 2, '4000001001048'],
  ['105', 'Butterhörnchen', 140, 'brot', 2, '4000001001055'],
  ['106', 'Käsekuchen, Stück', 320, 'brot', 2, '4000001001062'],
  ['201', 'Äpfel Elstar', 299, 'obst', 2, '', { unit: 'weight', weighed: true }],
  ['202', 'Bananen', 199, 'obst', 2, '', { unit: 'weight', weighed: true }],
  ['203', 'Tomaten am Zweig', 449, 'obst', 2, '', { unit: 'weight', weighed: true }],
  ['204', 'Kopfsalat', 149, 'obst', 2, '4000001002045'],
  ['205', 'Zitrone', 59, 'obst', 2, '4000001002052'],
  ['301', 'Frische Vollmilch 3,8 % 1 l', 139, 'kuehl', 2, '4000001003011'],
  ['302', 'Süßrahmbutter 250 g', 259, 'kuehl', 2, '4000001003028'],
  ['303', 'Bergkäse, 12 Monate', 249, 'kuehl', 2, '', { unit: 'weight', weighed: true, per: 100 }],
  ['304', 'Naturjoghurt 500 g im Glas', 179, 'kuehl', 2, '4000001003042', bottle('p15')],
  ['305', 'Freilandeier, 10 Stück', 389, 'kuehl', 2, '4000001003059'],
  ['401', 'Mineralwasser Medium 0,7 l', 89, 'trinken', 1, '4000001004018', bottle('p15')],
  ['402', 'Apfelsaftschorle 0,5 l', 119, 'trinken', 1, '4000001004025', bottle('p25')],
  ['403', 'Helles Lagerbier 0,5 l', 129, 'trinken', 1, '4000001004032', { min_age: 16, ...bottle('p08') }],
  ['404', 'Kornbrand 32 % 0,7 l', 899, 'trinken', 1, '4000001004049', { min_age: 18 }],
  ['405', 'Cola 1,0 l', 149, 'trinken', 1, '4000001004056', bottle('p25')],
  ['406', 'Röstkaffee gemahlen 500 g', 749, 'trinken', 2, '4000001004063'],
  ['501', 'Vollmilchschokolade 100 g', 149, 'suess', 2, '4000001005015'],
  ['502', 'Gummibären 200 g', 129, 'suess', 2, '4000001005022'],
  ['503', 'Butterkekse 250 g', 199, 'suess', 2, '4000001005039'],
  ['504', 'Blütenhonig 500 g', 649, 'suess', 2, '4000001005046'],
  ['601', 'Blumenstrauß nach Wahl', 0, 'haus', 2, '', { open_price_min: 300, open_price_max: 15000 }],
  ['602', 'Bienenwachskerze', 790, 'haus', 1, '4000001006029'],
  ['603', 'Papiertüte', 20, 'haus', 1, '4000001006036'],
  ['604', 'Tageszeitung', 280, 'haus', 2, '4000001006043', { discountable: false }],
];

const deposits = [
  ['p08', 'Pfand Bierflasche', 8],
  ['p15', 'Pfand Mehrweg', 15],
  ['p25', 'Pfand Einweg', 25],
] as const;

const blank = {
  kind: 'goods',
  unit: 'piece',
  per: 1000,
  deposit: [],
  min_age: 0,
  weighed: false,
  open_price_min: null,
  open_price_max: null,
  discountable: true,
  content: 0,
  content_unit: 'weight',
  points: true,
  picture: null,
};

export interface MockArticle {
  [key: string]: unknown;
  id: string;
  number: string;
  name: string;
  price: number;
  tax_key: number;
  kind: string;
  unit: string;
  per: number;
  group: string;
  deposit: { article: string; quantity: number }[];
  min_age: number;
  discountable: boolean;
  weighed: boolean;
  open_price_min: number | null;
}

const goods = rows.map(([number, name, price, group, tax_key, , more]) => ({ ...blank, id: `a${number}`, number, name, price, group, tax_key, ...more }));
const pledges = deposits.map(([id, name, price]) => ({ ...blank, id, number: id.toUpperCase(), name, price, group: '', tax_key: 1, kind: 'deposit', discountable: false }));
export const articles = [...goods, ...pledges] as MockArticle[];

export const catalogue = {
  version: 'm1',
  articles,
  barcodes: [
    ...rows.filter((row) => row[5]).map(([number, , , , , code]) => ({ code, article: `a${number}`, quantity: 1000, price: null })),
    { code: '4000001004315', article: 'a403', quantity: 6000, price: 720 },
  ],
  groups,
  tax: [
    { key: 1, rate: 1900, valid_from: '2021-01-01', label: 'Allgemeiner Steuersatz' },
    { key: 2, rate: 700, valid_from: '2021-01-01', label: 'Ermäßigter Steuersatz' },
  ],
  rules: [],
  favourites: ['a103', 'a104', 'a101', 'a201', 'a301', 'a403', 'a401', 'a303', 'a406', 'a601', 'a501', 'a305'],
  reasons: {
    discount: ['Stammkunde', 'Mindesthaltbarkeit', 'Beschädigt', 'Personal'],
    return: ['Gefällt nicht', 'Mangelhaft', 'Falsch gekauft'],
    void: ['Vertippt', 'Kunde möchte nicht'],
    abort: ['Kunde ist gegangen', 'Kein Geld dabei'],
    no_sale: ['Wechseln', 'Kontrolle'],
    cash_in: ['Wechselgeld', 'Sonstiges'],
    cash_out: ['Bank', 'Einkauf', 'Trinkgeld'],
  },
};
