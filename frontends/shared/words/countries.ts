import { tongue } from './words.svelte';

/** Where a recipient of an invoice may live; the same as `tresen.core.countries`, the shop's own country first. */
const CODES = 'DE AT CH BE BG CY CZ DK EE ES FI FR GB GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO RS SE SI SK TR UA US'.split(' ');

/** Options of a choice, named in the language of the screen. */
export function countries(): { value: string; label: string }[] {
  const names = new Intl.DisplayNames([tongue.locale], { type: 'region' });
  return CODES.map((value) => ({ value, label: names.of(value) ?? value }));
}
