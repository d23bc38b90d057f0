import { dictionary } from '$shared/words/words.svelte';

const de = {
  'years': 'Aufbewahrung',
  'years.text': 'Alles Steuerliche bleibt {n} Jahre, gerechnet ab Jahresende, und kann vorher nicht gelöscht werden: kein Beleg, kein Abschluss, kein Journaleintrag. Auch danach löscht das Programm nichts von selbst; läuft noch eine Prüfung oder ein Einspruch, verlängert sich die Frist.',
  'year': 'Jahr',
  'receipts': 'Belege',
  'until': 'Bleibt bis',
  'over': 'Frist abgelaufen',
  'none': 'Noch keine Belege.',
  'quiet': 'Kundendaten, die gelöscht werden sollten',
  'quiet.text': 'Wer seit mehr als {n} Jahren nicht gekauft hat, dessen Name und Kontakt wird meist nicht mehr gebraucht. Belege bleiben, ohne Namen.',
  'quiet.none': 'Niemand.',
  'quiet.last': 'Karte {number}, zuletzt {day}',
  'looks': 'Wer Kundendaten angesehen hat',
  'looks.none': 'Noch niemand.',
  'how.detail': 'Kundenseite, Karte {number}',
  'how.list': 'Kundenliste',
  'how.export': 'Daten herausgegeben, Karte {number}',
};
const en: Record<keyof typeof de, string> = {
  'years': 'Retention',
  'years.text': 'Everything fiscal stays for {n} years, counted from the end of the year, and cannot be deleted before: no receipt, no closing, no journal entry. Afterwards nothing is deleted by itself either; an audit or objection that is still open makes the term longer.',
  'year': 'Year',
  'receipts': 'Receipts',
  'until': 'Stays until',
  'over': 'term is over',
  'none': 'No receipts yet.',
  'quiet': 'Customers’ data that should be erased',
  'quiet.text': 'The name and contact of somebody who has not bought for more than {n} years are usually no longer needed. Receipts stay, without a name.',
  'quiet.none': 'Nobody.',
  'quiet.last': 'Card {number}, last {day}',
  'looks': 'Who looked at customers’ data',
  'looks.none': 'Nobody yet.',
  'how.detail': 'Customer page, card {number}',
  'how.list': 'List of customers',
  'how.export': 'Data handed out, card {number}',
};
export const t = dictionary(de, en);
