import { dictionary } from '$shared/words/words.svelte';
import { de } from './words.de';
import { en } from './words.en';

export const t = dictionary(de, en);
