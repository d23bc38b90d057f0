import { articles, catalogue } from './goods.ts';

/** A rough stand-in for the engine: right enough to look at screens, never used by a shop. */
const rates = new Map(catalogue.tax.map((tax) => [tax.key, tax.rate]));
const byId = new Map(articles.map((article) => [article.id, article]));
const half = (a: number, b: number) => Math.sign(a) * Math.floor((2 * Math.abs(a) + b) / (2 * b));

export function quote(basket: any, receipts: Map<string, any>): any {
  const lines: any[] = [];
  const warnings: any[] = [];
  for (const line of basket.lines) {
    if (line.voided) continue;
    const article = byId.get(line.article);
    if (!article) {
      warnings.push({ code: 'unknown_article', line: line.id, blocks: true, detail: '' });
      continue;
    }
    const price = line.price ?? article.price;
    const sold = line.return_of?.receipt ? receipts.get(line.return_of.receipt)?.lines[line.return_of.line - 1] : null;
    let list = line.amount ?? half(price * line.quantity, article.per);
    if (sold) list = half(sold.amount * line.quantity, sold.quantity);
    const adjustments: any[] = [];
    if (line.discount) {
      const off = line.discount.kind === 'percent' ? half(list * line.discount.value, 10000) : line.discount.value;
      adjustments.push({ kind: 'line_discount', amount: -off, label: line.discount.reason, cause: '' });
    }
    const amount = list + adjustments.reduce((sum, one) => sum + one.amount, 0);
    const n = lines.length + 1;
    const shared = { unit: article.unit, per: article.per, tax_rate: 0, group: article.group, points: 0, barcode: line.barcode, restock: true, return_line: line.return_of?.line ?? 0, return_receipt: line.return_of?.receipt ?? '' };
    lines.push({ ...shared, n, line: line.id, article: article.id, number: article.number, name: line.text || article.name, kind: article.kind, quantity: line.quantity, price, list_amount: list, amount, tax_key: article.tax_key, tax_rate: rates.get(article.tax_key) ?? 0, business_case: article.kind === 'deposit' ? 'Pfand' : 'Umsatz', adjustments, deposit_of: 0 });
    for (const part of sold ? [] : article.deposit) {
      const pledge = byId.get(part.article)!;
      const quantity = half(line.quantity * part.quantity, 1000);
      const worth = half(pledge.price * quantity, 1000);
      lines.push({ ...shared, n: n + 1, line: line.id, article: pledge.id, number: pledge.number, name: pledge.name, kind: 'deposit', group: '', quantity, price: pledge.price, per: 1000, unit: 'piece', list_amount: worth, amount: worth, tax_key: 1, tax_rate: 1900, business_case: 'Pfand', adjustments: [], deposit_of: n });
    }
    if (article.min_age && !line.age_checked && line.quantity > 0) {
      const today = new Date();
      const born = new Date(Date.UTC(today.getFullYear() - article.min_age, today.getMonth(), today.getDate()));
      warnings.push({ code: 'age_check', line: line.id, blocks: true, detail: born.toISOString().slice(0, 10) });
    }
  }
  for (const discount of basket.discounts) {
    const open = lines.filter((line) => line.kind === 'goods' && line.amount > 0 && byId.get(line.article)!.discountable);
    const sum = open.reduce((total, line) => total + line.amount, 0);
    let off = discount.kind === 'percent' ? half(sum * discount.value, 10000) : Math.min(discount.value, sum);
    open.forEach((line, at) => {
      const part = at === open.length - 1 ? off : Math.min(off, half(line.amount * off, sum || 1));
      off -= part;
      line.adjustments.push({ kind: 'basket_discount', amount: -part, label: discount.reason, cause: '0' });
      line.amount -= part;
    });
  }
  const sums = new Map<number, number>();
  for (const line of lines) sums.set(line.tax_key, (sums.get(line.tax_key) ?? 0) + line.amount);
  const taxes = [...sums].sort().map(([key, gross]) => {
    const rate = rates.get(key) ?? 0;
    const net = half(gross * 10000, 10000 + rate);
    return { key, rate, gross, net, vat: gross - net };
  });
  const total = lines.reduce((sum, line) => sum + line.amount, 0);
  const savings = -lines.flatMap((line) => line.adjustments).reduce((sum, one) => sum + one.amount, 0);
  const pieces = lines.filter((line) => !line.deposit_of).reduce((sum, line) => sum + (line.unit === 'piece' ? line.quantity / 1000 : 1), 0);
  return { lines, taxes, total, savings, points: Math.floor(total / 100), pieces, warnings, engine: 'mock' };
}
