import { newId } from '$shared/api/ids';
import { ONE } from '$shared/money/quantity';
import type { Article, Basket, BasketLine } from '../api/types';

/** Pure changes of a basket. Each returns a new basket; the old one stays as it was (undo keeps it). */
export function emptyBasket(): Basket {
  return { id: newId(), lines: [], discounts: [], customer: '', note: '', codes: [], choices: [], tender: '', channel: '' };
}

export function newLine(article: string, more: Partial<BasketLine> = {}): BasketLine {
  return {
    id: newId(),
    article,
    quantity: ONE,
    price: null,
    price_reason: '',
    amount: null,
    discount: null,
    return_of: null,
    text: '',
    barcode: '',
    voided: false,
    void_reason: '',
    age_checked: false,
    ...more,
  };
}

/** Whether a further piece may simply raise the quantity of a line that is already there. */
function joins(line: BasketLine, added: BasketLine, article: Article): boolean {
  return (
    line.article === added.article &&
    line.barcode === added.barcode &&
    !article.weighed &&
    !line.voided &&
    line.price === null &&
    added.price === null &&
    line.amount === null &&
    added.amount === null &&
    !line.discount &&
    !line.return_of &&
    !added.return_of &&
    line.text === added.text &&
    (line.in_house ?? '') === (added.in_house ?? '') &&
    line.quantity > 0 === added.quantity > 0
  );
}

/** Adds a line, or raises the quantity of its like. Tells which line it became. */
export function addLine(basket: Basket, added: BasketLine, article: Article): { basket: Basket; line: string } {
  const like = basket.lines.find((line) => joins(line, added, article));
  if (!like) return { basket: { ...basket, lines: [...basket.lines, added] }, line: added.id };
  return { basket: changeLine(basket, like.id, { quantity: like.quantity + added.quantity }), line: like.id };
}

export function changeLine(basket: Basket, id: string, change: Partial<BasketLine>): Basket {
  return { ...basket, lines: basket.lines.map((line) => (line.id === id ? { ...line, ...change } : line)) };
}

export function voidLine(basket: Basket, id: string, reason = ''): Basket {
  return changeLine(basket, id, { voided: true, void_reason: reason });
}

/** Lines that count. */
export function living(basket: Basket): BasketLine[] {
  return basket.lines.filter((line) => !line.voided);
}
