import { dictionary } from '$shared/words/words.svelte';

const de = {
  'text': 'Was Kassen ohne Server ausgegeben haben und der Server anders gerechnet hätte. Die Bons gelten, wie sie gedruckt sind.',
  'open': 'Offen',
  'settled': 'Erledigt',
  'which': 'Welche',
  'none.open': 'Keine offenen Abweichungen',
  'none.open.text': 'Alles, was ausgegeben wurde, stimmt mit dem Server überein oder ist entschieden.',
  'none.settled': 'Noch nichts erledigt',
  'receipt': 'Bon {number}',
  'settle': 'Erledigen',
  'decision': 'Was wurde entschieden?',
  'decision.hint': 'Zum Beispiel: Preis war am Regal so ausgezeichnet, bleibt.',
  'done': 'Erledigt und festgehalten.',
  'by': '{name}, {at}',
  'more': 'Ältere zeigen',
};
const en: Record<keyof typeof de, string> = {
  'text': 'What tills handed out without the server and the server would have computed differently. The receipts stand as they are printed.',
  'open': 'Open',
  'settled': 'Settled',
  'which': 'Which',
  'none.open': 'No open deviations',
  'none.open.text': 'Everything that was handed out agrees with the server or is decided.',
  'none.settled': 'Nothing settled yet',
  'receipt': 'Receipt {number}',
  'settle': 'Settle',
  'decision': 'What was decided?',
  'decision.hint': 'For example: the shelf showed this price, it stays.',
  'done': 'Settled and on record.',
  'by': '{name}, {at}',
  'more': 'Show older ones',
};
export const t = dictionary(de, en);
