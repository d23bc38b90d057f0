import { dictionary } from '$shared/words/words.svelte';

const de = {
  welcome: 'Willkommen',
  total: 'Summe',
  savings: 'Sie sparen',
  promotions: 'Aktionen',
  change: 'Rückgeld',
  given: 'Gegeben',
  paid: 'Bezahlt',
  payout: 'Sie bekommen',
  thanks: 'Vielen Dank',
  receipt: 'Ihr Beleg auf dem Handy',
  qr: 'QR-Code zum Beleg',
  points: '{n} {n:Punkt|Punkte} für diesen Einkauf',
  balance: 'Punktestand {n}',
  training: 'ÜBUNG – kein Verkauf',
  lost: 'Verbindung wird wiederhergestellt …',
  choose: 'Welche Kasse?',
  choose_do: 'Diese Anzeige gehört zu einer Kasse. Ihre Adresse steht im Büro: /display/ und dahinter die Kennung der Kasse.',
  till: 'Kennung der Kasse',
  show: 'Anzeigen',
  lines: 'Ihr Einkauf',
};

const en: Record<keyof typeof de, string> = {
  welcome: 'Welcome',
  total: 'Total',
  savings: 'You save',
  promotions: 'Promotions',
  change: 'Change',
  given: 'Received',
  paid: 'Paid',
  payout: 'You get',
  thanks: 'Thank you',
  receipt: 'Your receipt on your phone',
  qr: 'QR code of the receipt',
  points: '{n} {n:point|points} for this purchase',
  balance: 'Your points: {n}',
  training: 'TRAINING – not a sale',
  lost: 'Reconnecting …',
  choose: 'Which till?',
  choose_do: 'This display belongs to a till. Its address is shown in the office: /display/ followed by the id of the till.',
  till: 'Id of the till',
  show: 'Show',
  lines: 'Your purchase',
};

export const t = dictionary(de, en);
