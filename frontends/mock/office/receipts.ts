import type { ReceiptDetail, ReceiptEvent, Receipt } from '../../office/api/receipts';
import { fold, hex, paged, Refused } from './chance.ts';
import type { Routes } from './routes.ts';
import { party, rowOf, sales } from './sales.ts';

const euro = (cents: number) => (cents / 100).toFixed(2).replace('.', ',');
const wide = (left: string, right: string) => left.slice(0, 48 - right.length - 1).padEnd(48 - right.length) + right;
const centred = (text: string) => ' '.repeat(Math.max(0, Math.floor((48 - text.length) / 2))) + text;

function printed(sale: Receipt): string {
  const out = [centred(party.name), centred(party.street), centred(`${party.postcode} ${party.city}`), centred(`St.-Nr. ${party.tax_number}`), '', centred('*** ÜBUNGSBELEG – SIMULIERT ***'), ''];
  for (const line of sale.lines) {
    if (line.quantity !== 1000) out.push(`  ${(line.quantity / 1000).toLocaleString('de-DE')} ${line.unit === 'weight' ? 'kg' : 'Stk'} x ${euro(line.price)}`);
    out.push(wide(line.name, `${euro(line.amount)} ${line.tax_key === 1 ? 'A' : 'B'}`));
  }
  out.push('-'.repeat(48), wide('SUMME EUR', euro(sale.total)), '');
  for (const tender of sale.tenders) out.push(wide(tender.kind === 'cash' ? 'Bar' : 'Karte', euro(tender.given || tender.amount)));
  out.push('', wide('Steuer', 'Netto    MwSt   Brutto'));
  for (const tax of sale.taxes) out.push(wide(`${tax.key === 1 ? 'A' : 'B'} ${tax.rate / 100} %`, `${euro(tax.net).padStart(8)}${euro(tax.vat).padStart(8)}${euro(tax.gross).padStart(9)}`));
  out.push('', `${sale.till_name}  Beleg ${sale.number}  ${sale.staff_name}`, `TSE ${sale.signed.serial.slice(0, 40)}…`, `Transaktion ${sale.signed.transaction}  Zähler ${sale.signed.counter}`);
  if (sale.signed.failure) out.push('', centred('TSE AUSGEFALLEN'));
  out.push('', centred(party.thanks));
  return out.join('\n');
}

function history(sale: Receipt): ReceiptEvent[] {
  const base = { receipt: '', receipt_number: 0, state: '', actor_name: sale.staff_name };
  const found: ReceiptEvent[] = sale.voided.map((name) => ({ ...base, at: sale.started_at + 5000, kind: 'void', text: `${name} vor der Zahlung storniert (Vertippt)` }));
  if (sale.approved_by_name) found.push({ ...base, at: sale.started_at + 9000, kind: 'approval', text: `${sale.approved_by_name} hat die Rückgabe freigegeben`, actor_name: sale.approved_by_name });
  for (const tender of sale.tenders) if (tender.kind === 'card') found.push({ ...base, at: sale.finished_at - 4000, kind: 'payment', text: `Karte: ${tender.text}` });
  found.push({ ...base, at: sale.finished_at + 700, kind: 'print', text: 'Bon gedruckt an Bondrucker Theke', state: 'done' });
  for (const other of sales) if (other.refers_to.includes(sale.id)) found.push({ ...base, at: other.finished_at, kind: 'refund', text: `Rückgabe über ${euro(-other.total)} € mit Beleg ${other.number}`, receipt: other.id, receipt_number: other.number });
  for (const id of sale.refers_to) {
    const other = sales.find((one) => one.id === id);
    if (other) found.push({ ...base, at: other.finished_at, kind: 'refers_to', text: `Nimmt Ware von Beleg ${other.number} zurück`, receipt: other.id, receipt_number: other.number });
  }
  return found.sort((a, b) => a.at - b.at);
}

export const receiptRoutes: Routes = {
  'GET office/receipts': (_p, _b, query) => {
    const q = fold(query.get('q') ?? '');
    const is = (name: string, value: string) => !query.get(name) || query.get(name) === value;
    const found = sales.filter(
      (sale) =>
        is('till', sale.till) && is('kind', sale.kind) && is('customer', sale.customer) &&
        (!query.get('from') || sale.business_day >= query.get('from')!) && (!query.get('to') || sale.business_day <= query.get('to')!) &&
        (!q || String(sale.number) === q || euro(sale.total) === q || sale.customer_number.includes(q) || sale.lines.some((line) => fold(line.name).includes(q)) || sale.tenders.some((tender) => tender.text.includes(q))),
    );
    return { ...paged(found.map(rowOf), query), sum: found.reduce((sum, sale) => sum + sale.total, 0) };
  },
  'GET office/receipts/*': (parts): ReceiptDetail => {
    const sale = sales.find((one) => one.id === parts[2] || String(one.number) === parts[2]);
    if (!sale) throw new Refused(404, 'receipt_unknown', 'Diesen Beleg gibt es nicht.', 'Nummer prüfen.');
    return {
      receipt: sale, url: `/r/${sale.token}`, printed: { columns: 48, text: printed(sale), qr: `V0;${sale.signed.client};Kassenbeleg-V1;${sale.signed.process_data};${sale.signed.transaction};${sale.signed.counter}` },
      history: history(sale), entry: { seq: 400 + sale.number, id: sale.id, hash: hex(64), previous: hex(64) },
    };
  },
  'POST office/receipts/*/print': () => ({ print_job: hex(32) }),
};
