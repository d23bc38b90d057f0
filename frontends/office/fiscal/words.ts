import { dictionary } from '$shared/words/words.svelte';

/** Titles of the sections; what a section says is in its own `words.ts`. */
const de = {
  'intro': 'Was das Finanzamt sehen will, an einem Ort. Bei einer Prüfung fängst du hier oben an.',
  'package': 'Prüfpaket',
  'package.text': 'Alles, was bei einer Prüfung verlangt wird, für einen Zeitraum in einer Datei.',
  'officer': 'Prüfzugang',
  'officer.text': 'Ein Zugang auf Zeit für die Prüferin oder den Prüfer: nur lesen und herunterladen.',
  'dsfinvk': 'Kassendaten (DSFinV-K)',
  'dsfinvk.text': 'Alle Abschlüsse und Belege eines Zeitraums in der Form, die das Finanzamt einliest.',
  'cash': 'Kassensturz',
  'cash.text': 'Soll jeder Lade in diesem Augenblick, zählen und festhalten.',
  'documentation': 'Verfahrensdokumentation',
  'documentation.text': 'Wie eure Kassen arbeiten, aus der echten Einrichtung erzeugt, in Fassungen.',
  'archive': 'Archiv',
  'archive.text': 'Jeder Abschluss mit allen Belegen als lesbare Dateien, zehn Jahre ohne dieses Programm.',
  'invoices': 'Rechnungen',
  'invoices.text': 'Rechnungen mit Namen als ZUGFeRD und XRechnung, Korrekturen und Stornos.',
  'books': 'DATEV und Kassenbuch',
  'books.text': 'Abschlüsse für die Steuerberatung, jeder genau einmal, und was in jeder Lade kam und ging.',
};
const en: Record<keyof typeof de, string> = {
  'intro': 'What the tax office wants to see, in one place. In an audit, start at the top.',
  'package': 'Audit package',
  'package.text': 'Everything an audit asks for, of a period, in one file.',
  'officer': "Officer's pass",
  'officer.text': 'Access for a while for the auditor: read and download only.',
  'dsfinvk': 'Till data (DSFinV-K)',
  'dsfinvk.text': 'All closings and receipts of a period in the format that the tax office reads.',
  'cash': 'Cash check',
  'cash.text': 'What each drawer should hold this very moment; count and record it.',
  'documentation': 'Process documentation',
  'documentation.text': 'How your tills work, made from what is really set up, in editions.',
  'archive': 'Archive',
  'archive.text': 'Each closing with all its receipts as readable files, ten years without this program.',
  'invoices': 'Invoices',
  'invoices.text': 'Invoices with a name as ZUGFeRD and XRechnung, credit notes and cancellations.',
  'books': 'DATEV and cash book',
  'books.text': 'Closings for the tax adviser, each exactly once, and what came and went in each drawer.',
};
export const t = dictionary(de, en);
