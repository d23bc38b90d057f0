import type { IconName } from '$kit/Icon.svelte';
import type { Component } from 'svelte';
import type { de } from '../words/de';

export type AreaName = 'today' | 'receipts' | 'closings' | 'reports' | 'articles' | 'promotions' | 'stock' | 'deviations' | 'customers' | 'staff' | 'tills' | 'queues' | 'journal' | 'fiscal' | 'settings';

export interface Area {
  name: AreaName;
  icon: IconName;
  open: () => Promise<{ default: Component }>;
}

export interface AreaGroup {
  title: (keyof typeof de & string) | null;
  areas: Area[];
}

/** The whole office, in the order of the navigation. Every screen is loaded where it is opened. */
export const AREAS: readonly AreaGroup[] = [
  { title: null, areas: [{ name: 'today', icon: 'home', open: () => import('../today/Today.svelte') }] },
  {
    title: 'nav.sell',
    areas: [
      { name: 'receipts', icon: 'receipt', open: () => import('../receipts/Receipts.svelte') },
      { name: 'closings', icon: 'drawer', open: () => import('../closings/Closings.svelte') },
      { name: 'deviations', icon: 'warn', open: () => import('../deviations/Deviations.svelte') },
      { name: 'reports', icon: 'chart', open: () => import('../reports/Reports.svelte') },
    ],
  },
  {
    title: 'nav.goods',
    areas: [
      { name: 'articles', icon: 'tag', open: () => import('../articles/Articles.svelte') },
      { name: 'promotions', icon: 'percent', open: () => import('../promotions/Promotions.svelte') },
      { name: 'stock', icon: 'box', open: () => import('../stock/Stock.svelte') },
    ],
  },
  {
    title: 'nav.people',
    areas: [
      { name: 'customers', icon: 'person', open: () => import('../customers/Customers.svelte') },
      { name: 'staff', icon: 'people', open: () => import('../staff/Staff.svelte') },
    ],
  },
  {
    title: 'nav.house',
    areas: [
      { name: 'tills', icon: 'till', open: () => import('../tills/Tills.svelte') },
      { name: 'queues', icon: 'clock', open: () => import('../queues/Queues.svelte') },
      { name: 'journal', icon: 'book', open: () => import('../journal/Journal.svelte') },
      { name: 'fiscal', icon: 'scale', open: () => import('../fiscal/Fiscal.svelte') },
      { name: 'settings', icon: 'gear', open: () => import('../settings/Settings.svelte') },
    ],
  },
];

export const ALL: readonly Area[] = AREAS.flatMap((group) => group.areas);
/** The four within a thumb's reach on a phone. */
export const NEAR: readonly AreaName[] = ['today', 'receipts', 'articles', 'stock'];
