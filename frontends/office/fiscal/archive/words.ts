import { dictionary } from '$shared/words/words.svelte';

const de = {
  'state': 'Stand',
  'closings': 'Archivierte Abschlüsse',
  'last': 'Letzter Geschäftstag',
  'folder': 'Ordner auf dem Server',
  'trouble': 'Der letzte Abschluss konnte nicht archiviert werden',
  'trouble.do': 'Alle Verkäufe sind sicher gespeichert. Schaff Platz auf dem Datenträger; es wird jede Minute noch einmal versucht.',
  'copy': 'Bewahre eine Kopie an einem anderen Ort auf, zehn Jahre lang. In der Kommandozeile ergänzt dieser Befehl eine Kopie um alles, was dort fehlt:',
  'verify': 'Prüfen',
  'verify.text': 'Liest jede Datei und vergleicht: Nichts geändert, nichts verloren, nichts dazugelegt.',
  'verify.now': 'Jetzt prüfen',
  'verify.running': 'Wird geprüft …',
  'verify.never': 'Seit dem Start des Servers noch nicht geprüft.',
  'verify.ok': 'Unversehrt',
  'verify.bad': 'Beschädigt',
  'verify.at': 'Geprüft {when}: {files} {files:Datei|Dateien}.',
  'head': 'Prüfsumme des Ganzen. Wer sie woanders notiert, sieht später, ob das Ende fehlt:',
};
const en: Record<keyof typeof de, string> = {
  'state': 'State',
  'closings': 'Closings archived',
  'last': 'Last business day',
  'folder': 'Folder on the server',
  'trouble': 'The last closing could not be archived',
  'trouble.do': 'All sales are safely stored. Make room on the disk; it is tried again every minute.',
  'copy': 'Keep a copy in another place, for ten years. On the command line this adds whatever a copy lacks:',
  'verify': 'Verify',
  'verify.text': 'Reads every file and compares: nothing changed, nothing lost, nothing added.',
  'verify.now': 'Verify now',
  'verify.running': 'Verifying …',
  'verify.never': 'Not verified since the server started.',
  'verify.ok': 'Sound',
  'verify.bad': 'Damaged',
  'verify.at': 'Verified {when}: {files} {files:file|files}.',
  'head': 'Checksum of the whole. Whoever notes it elsewhere sees later whether the end is missing:',
};
export const t = dictionary(de, en);
