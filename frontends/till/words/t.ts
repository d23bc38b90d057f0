import { dictionary } from '$shared/words/words.svelte';
import { day as dayDe } from './day.de';
import { day as dayEn } from './day.en';
import { offline as offlineDe } from './offline.de';
import { offline as offlineEn } from './offline.en';
import { pay as payDe } from './pay.de';
import { pay as payEn } from './pay.en';
import { people as peopleDe } from './people.de';
import { people as peopleEn } from './people.en';
import { sale as saleDe } from './sale.de';
import { sale as saleEn } from './sale.en';

export const t = dictionary({ ...saleDe, ...payDe, ...peopleDe, ...dayDe, ...offlineDe }, { ...saleEn, ...payEn, ...peopleEn, ...dayEn, ...offlineEn });
export type WordKey = Parameters<typeof t>[0];
