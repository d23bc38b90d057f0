import type { invoice as de } from './invoice.de';

/** Words of the till: the invoice of a receipt. */
export const invoice: Record<keyof typeof de, string> = {
  'invoice.open': 'Invoice',
  'invoice.title': 'Invoice for receipt {n}',
  'invoice.qr': 'The customer scans it and enters the address.',
  'invoice.qr.alt': 'QR code to ask for the invoice',
  'invoice.small': 'Up to €250 the receipt itself is the invoice.',
  'invoice.none': 'There is no invoice for this receipt: it sells nothing.',
  'invoice.type': 'Enter it here',
  'invoice.name': 'Company or name',
  'invoice.street': 'Street and number',
  'invoice.postcode': 'Postcode',
  'invoice.city': 'City',
  'invoice.vat_id': 'VAT id (optional)',
  'invoice.reference': 'Leitweg-ID or reference (optional)',
  'invoice.wrong': 'Please check.',
  'invoice.do': 'Make the invoice',
  'invoice.done': 'Invoice {number} is written.',
  'invoice.there': 'Invoice {number} for {name}',
  'invoice.there.qr': 'QR code to invoice {number}',
  'invoice.there.do': 'The customer scans it and saves it.',
  'invoice.wait': 'The server knows the receipt when the till reaches it again.',
};
