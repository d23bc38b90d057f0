import { dictionary } from '$shared/words/words.svelte';
import { de } from './words.de';
import { en } from './words.en';

export const t = dictionary(de, en);
export const known = (key: string): key is keyof typeof de & string => key in de;
