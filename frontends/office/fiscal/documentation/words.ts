import { dictionary } from '$shared/words/words.svelte';

const de = {
  'newest': 'Aktuelle Fassung',
  'newest.text': 'Entsteht aus dem, was wirklich eingerichtet ist: Kassen, Geräte, TSE, Steuersätze, Rechte, Regeln. Ändert sich davon etwas, entsteht nach spätestens einer Minute eine neue Fassung. Alle bleiben erhalten.',
  'edition': 'Fassung {n} vom {when}',
  'open': 'PDF öffnen',
  'hash': 'Prüfsumme',
  'own': 'Was nur du weißt',
  'own.missing': '{n} {n:Kapitel fehlt|Kapitel fehlen} noch. Bis dahin steht dort „Noch nicht beschrieben“.',
  'own.done': 'Alle Kapitel sind beschrieben.',
  'filled': 'beschrieben',
  'empty': 'fehlt',
  'history': 'Alle Fassungen',
  'first': 'Erste Fassung',
  'none': 'Noch keine Fassung: Die TSE hat sich noch nicht gemeldet.',
};
const en: Record<keyof typeof de, string> = {
  'newest': 'Current edition',
  'newest.text': 'Made from what is really set up: tills, devices, TSE, VAT rates, rights, rules. When any of it changes a new edition is made within a minute. All of them are kept. The document is in German, as the tax office wants it.',
  'edition': 'Edition {n} of {when}',
  'open': 'Open PDF',
  'hash': 'Checksum',
  'own': 'What only you know',
  'own.missing': '{n} {n:chapter is|chapters are} missing. Until then it says there “Not described yet”.',
  'own.done': 'All chapters are described.',
  'filled': 'described',
  'empty': 'missing',
  'history': 'All editions',
  'first': 'First edition',
  'none': 'No edition yet: the TSE has not answered so far.',
};
export const t = dictionary(de, en);
