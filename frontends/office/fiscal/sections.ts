import type { IconName } from '$kit/Icon.svelte';
import type { Component } from 'svelte';
import type { t } from './words';

/** A section of the area: its own screen behind `#/fiscal/<name>`, loaded where it is opened. Title and text are in `words.ts`. */
export interface Section {
  name: string;
  icon: IconName;
  title: Parameters<typeof t>[0];
  text: Parameters<typeof t>[0];
  open: () => Promise<{ default: Component }>;
}

/** In the order of the page. A section shows its own `Screen` with `back={to('fiscal')}`. */
export const SECTIONS: readonly Section[] = [
  { name: 'package', icon: 'download', title: 'package', text: 'package.text', open: () => import('./package/Package.svelte') },
  { name: 'officer', icon: 'eye', title: 'officer', text: 'officer.text', open: () => import('./officer/Officer.svelte') },
  { name: 'dsfinvk', icon: 'download', title: 'dsfinvk', text: 'dsfinvk.text', open: () => import('./dsfinvk/Dsfinvk.svelte') },
  { name: 'cash', icon: 'cash', title: 'cash', text: 'cash.text', open: () => import('./cash/Cash.svelte') },
  { name: 'tse', icon: 'lock', title: 'tse', text: 'tse.text', open: () => import('./tse/Tse.svelte') },
  { name: 'archive', icon: 'box', title: 'archive', text: 'archive.text', open: () => import('./archive/Archive.svelte') },
  { name: 'documentation', icon: 'book', title: 'documentation', text: 'documentation.text', open: () => import('./documentation/Documentation.svelte') },
  { name: 'invoices', icon: 'file', title: 'invoices', text: 'invoices.text', open: () => import('./invoices/Invoices.svelte') },
  { name: 'books', icon: 'book', title: 'books', text: 'books.text', open: () => import('./books/Books.svelte') },
  { name: 'retention', icon: 'lock', title: 'retention', text: 'retention.text', open: () => import('./retention/Retention.svelte') },
  { name: 'notice', icon: 'upload', title: 'notice', text: 'notice.text', open: () => import('./notice/Notice.svelte') },
];
