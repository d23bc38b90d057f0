import { dictionary } from '$shared/words/words.svelte';
import { day as dayDe } from './day.de';
import { day as dayEn } from './day.en';
import { invoice as invoiceDe } from './invoice.de';
import { invoice as invoiceEn } from './invoice.en';
import { offers as offersDe } from './offers.de';
import { offers as offersEn } from './offers.en';
import { offline as offlineDe } from './offline.de';
import { offline as offlineEn } from './offline.en';
import { pay as payDe } from './pay.de';
import { pay as payEn } from './pay.en';
import { orders as ordersDe } from './orders.de';
import { orders as ordersEn } from './orders.en';
import { owing as owingDe } from './owing.de';
import { owing as owingEn } from './owing.en';
import { people as peopleDe } from './people.de';
import { people as peopleEn } from './people.en';
import { sale as saleDe } from './sale.de';
import { sale as saleEn } from './sale.en';

export const t = dictionary(
  { ...saleDe, ...payDe, ...peopleDe, ...dayDe, ...offlineDe, ...offersDe, ...invoiceDe, ...owingDe, ...ordersDe },
  { ...saleEn, ...payEn, ...peopleEn, ...dayEn, ...offlineEn, ...offersEn, ...invoiceEn, ...owingEn, ...ordersEn },
);
export type WordKey = Parameters<typeof t>[0];
