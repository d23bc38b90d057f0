import { dictionary } from '$shared/words/words.svelte';

const de = {
  'title': 'Büro',
  'name': 'Name',
  'password': 'Passwort',
  'enter': 'Anmelden',
  'show': 'Passwort zeigen',
  'hide': 'Passwort verbergen',
  'demo': 'Im Übungsladen: Theresa Tresen, Passwort uebungsladen.',
  'till': 'Zur Kasse',
  'officer': 'Prüfzugang des Finanzamts',
  'officer.code': 'Code',
  'officer.hint': 'Zwölf Zeichen, vom Geschäft ausgestellt.',
  'officer.enter': 'Mit Prüfzugang ansehen',
  'officer.band': 'Prüfzugang bis {time}: lesen und herunterladen, nichts ändern. Jede Einsicht wird aufgezeichnet.',
};
const en: Record<keyof typeof de, string> = {
  'title': 'Office',
  'name': 'Name',
  'password': 'Password',
  'enter': 'Sign in',
  'show': 'Show password',
  'hide': 'Hide password',
  'demo': 'In the practice shop: Theresa Tresen, password uebungsladen.',
  'till': 'To the till',
  'officer': "Tax officer's pass",
  'officer.code': 'Code',
  'officer.hint': 'Twelve characters, issued by the shop.',
  'officer.enter': 'Look with a pass',
  'officer.band': "Officer's pass until {time}: read and download, change nothing. Every look is recorded.",
};
export const t = dictionary(de, en);
