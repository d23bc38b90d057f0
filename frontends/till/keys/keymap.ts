import { dialogs } from '$kit/Dialog.svelte';
import { parseMoney } from '$shared/money/money';
import { ONE } from '$shared/money/quantity';
import { open } from '../basket/basket.svelte';
import { catalogue } from '../catalogue/catalogue.svelte';
import { engine } from '../engine/engine.svelte';
import { card } from '../pay/card.svelte';
import { cash, finish, pay, backToBasket } from '../pay/paying';
import { selling } from '../pay/selling.svelte';
import { enter, takeOff } from '../sale/adding';
import { till } from '../shell/till.svelte';
import { view } from '../shell/view.svelte';

/** Where a key is pressed decides what it means. */
type Place = 'dialog' | 'done' | 'pay' | 'editor' | 'sale' | 'page';

function place(): Place {
  if (dialogs.open) return 'dialog';
  if (view.page !== 'sale') return 'page';
  if (selling.answer && open.empty) return 'done';
  if (open.paying || selling.sale) return 'pay';
  return view.editing ? 'editor' : 'sale';
}

function typedKey(key: string): boolean {
  if (/^\d$/.test(key)) view.typed = (view.typed === '0' ? '' : view.typed) + key;
  else if (key === ',' || key === '.') view.typed = view.typed.includes(',') ? view.typed : (view.typed || '0') + ',';
  else if (key === 'Backspace') view.typed = view.typed.slice(0, -1);
  else return false;
  if (view.typed.length > 13) view.typed = view.typed.slice(0, 13);
  return true;
}

function search(first = ''): void {
  view.page = 'sale';
  view.editing = false;
  const field = document.querySelector<HTMLInputElement>('[data-search]');
  field?.focus();
  if (first) view.query = first;
}

/** Keys that mean the same wherever no dialog is open. Returns whether the key was used. */
function everywhere(key: string): boolean {
  const free = !open.locked && !selling.sale && !card.busy;
  const acts: Record<string, () => void> = {
    F1: () => view.open({ kind: 'keys' }),
    '?': () => view.open({ kind: 'keys' }),
    F2: () => search(),
    F3: () => free && view.open({ kind: 'customer' }),
    F4: () => free && open.lines.length && view.open({ kind: 'discount' }),
    F5: () => (engine.promotions.length || open.quote.promotions.length) && view.open({ kind: 'offers' }),
    F6: () => free && open.lines.length && view.open({ kind: 'park' }),
    F7: () => view.go('parked'),
    F8: () => free && view.open({ kind: 'refund', key: '' }),
    F9: () => void pay(),
    F10: () => view.open({ kind: 'cashier' }),
  };
  const act = acts[key];
  if (!act) return false;
  act();
  return true;
}

function inPay(key: string): boolean {
  if (selling.sale || card.payment) return false;
  if (typedKey(key)) return true;
  if (key === 'Enter') {
    const given = parseMoney(view.typed);
    view.typed = '';
    if (open.due === 0) void finish();
    else void cash(given ?? Math.abs(open.due));
    return true;
  }
  if (key === 'k' || key === 'K') {
    const given = parseMoney(view.typed);
    view.typed = '';
    if (open.due !== 0) void card.start(given && open.due > 0 ? Math.min(given, open.due) : open.due);
    return true;
  }
  if ((key === 'g' || key === 'G') && open.due > 0 && !open.training) {
    view.open({ kind: 'voucher', scanned: '' });
    return true;
  }
  if (key === 'Escape') {
    if (view.typed) view.typed = '';
    else backToBasket();
    return true;
  }
  return false;
}

function step(by: number): void {
  const line = open.lines.find((one) => one.id === open.selected);
  if (!line || open.locked) return;
  const unit = catalogue.article(line.article)?.unit;
  if (unit !== 'piece') return;
  const next = line.quantity + (line.quantity < 0 ? -by : by) * ONE;
  if (next === 0 || next > 0 !== line.quantity > 0) takeOff(line.id);
  else open.edit(line.id, { quantity: next });
}

function move(by: number): void {
  const at = open.lines.findIndex((one) => one.id === open.selected);
  const next = open.lines[Math.max(0, Math.min(open.lines.length - 1, at + by))];
  if (next) open.selected = next.id;
}

function inSale(key: string): boolean {
  if (key === 'Enter') {
    const text = view.typed;
    view.typed = '';
    if (text) void enter(text, true);
    else if (open.selected && open.lines.length && !open.locked) {
      if (view.wide) view.editing = true;
      else view.open({ kind: 'line' });
    } else return false;
    return true;
  }
  if ((key === 'x' || key === 'X' || key === '*') && /^\d{1,3}$/.test(view.typed)) {
    view.times = Number(view.typed) * ONE;
    view.typed = '';
    return true;
  }
  const acts: Record<string, () => void> = {
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    '+': () => step(1),
    '-': () => step(-1),
    Delete: () => open.selected && takeOff(open.selected),
    Escape: () => {
      view.typed = '';
      view.times = 0;
      view.empties = false;
      view.query = '';
    },
  };
  const act = acts[key];
  if (act) act();
  else if (typedKey(key)) return true;
  else if (/^[\p{L}]$/u.test(key)) search(key);
  else return false;
  return true;
}

/** A key a person pressed outside any field. Returns true when it was used and the page must not see it. */
export function pressed(key: string): boolean {
  if (till.phase !== 'ready') return false;
  const where = place();
  if (where === 'dialog') {
    // Number sheets listen to the same digits; Enter confirms them unless a button has the focus.
    if (key === 'Enter') {
      const confirm = [...document.querySelectorAll<HTMLButtonElement>('[data-confirm]')].at(-1);
      if (!confirm || (document.activeElement instanceof HTMLButtonElement && document.activeElement !== confirm && !('pad' in document.activeElement.dataset))) return false;
      if (!confirm.disabled) confirm.click();
      return true;
    }
    return document.querySelector('[data-confirm]') !== null && typedKey(key);
  }
  if (everywhere(key)) return true;
  if (where === 'page') {
    if (key !== 'Escape') return false;
    view.go('sale');
    return true;
  }
  if (where === 'done') {
    if (key === 'Enter' || key === ' ') {
      selling.next();
      return true;
    }
    if (key === 'b' || key === 'B') {
      document.querySelector<HTMLButtonElement>('[data-print]')?.click();
      return true;
    }
    selling.next();
    return inSale(key);
  }
  if (where === 'pay') return inPay(key);
  if (where === 'editor') {
    if (key === 'Escape') view.editing = false;
    else if (key === 'Delete') takeOff(open.selected);
    else if (key === 'w' || key === 'W') view.open({ kind: 'why', line: open.selected });
    else if (key === 'Enter') document.querySelector<HTMLButtonElement>('[data-apply]')?.click();
    else if (key === 'ArrowUp' || key === 'ArrowDown') move(key === 'ArrowUp' ? -1 : 1);
    else return typedKey(key);
    return true;
  }
  return inSale(key);
}
