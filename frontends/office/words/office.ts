import { dictionary } from '$shared/words/words.svelte';
import { de } from './de';
import { en } from './en';

export const o = dictionary(de, en);

/** A word for a value of the node's: known ones from the dictionary, strangers as they are. */
export function word(prefix: string, value: string): string {
  const key = `${prefix}.${value}`;
  return key in de ? o(key as keyof typeof de) : value;
}
