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
};
export const t = dictionary(de, en);
