import { till } from '../shell/till.svelte';

/** Where a customer's phone finds a receipt: the shop's public address, else the one this till uses. */
export function receiptAddress(path: string): string {
  if (/^https?:/.test(path)) return path;
  return (till.state?.public_address || location.origin).replace(/\/$/, '') + path;
}
