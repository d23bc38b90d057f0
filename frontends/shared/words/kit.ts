import { de } from './de';
import { en } from './en';
import { dictionary } from './words.svelte';

export const k = dictionary(de, en);
