import { Recogniser, type Key } from './recogniser';

export interface Listener {
  /** A code was read; the texts are its possible readings, the likeliest first. */
  onscan(texts: string[]): void;
  /** A person pressed a key outside any field. True: it was used, the page must not see it. */
  onkey(key: Key): boolean;
  /** Called before a key that may be the first of a scan; the answer undoes what it and its followers wrote. */
  remember(): () => void;
  /** While a PIN is being typed every key is a person's, however quick, and none is held back. Else null. */
  typing(): Typing | null;
}

/** Where a PIN is being typed. */
export interface Typing {
  /** More characters than this are a scan: no PIN is so long. */
  longest: number;
  /** Takes back what a scan typed there. */
  clear(): void;
}

interface Before {
  field: HTMLInputElement | HTMLTextAreaElement;
  value: string;
  start: number | null;
  end: number | null;
}

function fieldOf(target: EventTarget | null): HTMLInputElement | HTMLTextAreaElement | null {
  if (target instanceof HTMLTextAreaElement) return target;
  if (!(target instanceof HTMLInputElement)) return null;
  return /^(text|search|number|tel|email|password|url)$/.test(target.type) ? target : null;
}

/**
 * Listens to the whole page before anything else does. A scan is taken out wherever the focus is: its keys never reach
 * a field (what the first one wrote is put back) and its Enter never presses a button.
 */
export function listenForScans(recogniser: Recogniser, listener: Listener): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let before: Before | null = null;
  let undo: () => void = () => {};
  /** The first key outside a field: the app gets it only when it is clear that no scan follows. */
  let waiting: Key | null = null;

  function stop(event: KeyboardEvent): void {
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  function restore(): void {
    if (!before || before.field.value === before.value) return;
    before.field.value = before.value;
    try {
      before.field.setSelectionRange(before.start, before.end);
    } catch {
      // Number fields have no selection.
    }
    before.field.dispatchEvent(new InputEvent('input', { bubbles: true }));
  }

  function found(texts: string[], repeated: boolean): void {
    restore();
    undo();
    before = null;
    waiting = null;
    if (!repeated) listener.onscan(texts);
  }

  function flush(): void {
    const first = waiting;
    waiting = null;
    if (first) listener.onkey(first);
  }

  function paused(): void {
    const { scan, release } = recogniser.pause(performance.now());
    if (scan) return found(scan.texts, scan.repeated);
    flush();
    release.forEach(giveBack);
  }

  function giveBack(key: Key): void {
    const field = fieldOf(document.activeElement);
    if (!field) listener.onkey(key);
    else if (!document.execCommand('insertText', false, key.key)) {
      field.setRangeText(key.key, field.selectionStart ?? 0, field.selectionEnd ?? 0, 'end');
      field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    }
  }

  /** Beside a PIN: only what is surely a scan is taken out, by its end. */
  function beside(typing: Typing, key: Key, event: KeyboardEvent): void {
    const decision = recogniser.press(key);
    if (decision.kind !== 'scan' || decision.texts[0]!.length <= typing.longest) return;
    stop(event);
    typing.clear();
    if (!decision.repeated) listener.onscan(decision.texts);
  }

  function down(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
    const key: Key = { key: event.key, code: event.code, time: event.timeStamp, shift: event.shiftKey };
    const typing = listener.typing();
    if (typing) return beside(typing, key, event);
    const field = fieldOf(event.target);
    const held = [...recogniser.held];
    const decision = recogniser.press(key);
    if (decision.kind === 'scan') {
      clearTimeout(timer);
      stop(event);
      return found(decision.texts, decision.repeated);
    }
    if (event.key === 'Shift' || event.key === 'CapsLock') return;
    clearTimeout(timer);
    if (recogniser.patience) timer = setTimeout(paused, recogniser.patience);
    if (decision.kind === 'hold') return stop(event);
    // No scan: what was held back until now goes where it belongs before this key does.
    flush();
    held.forEach(giveBack);
    if (event.key.length !== 1) {
      if (!field && listener.onkey(key)) stop(event);
      return;
    }
    undo = listener.remember();
    before = field ? { field, value: field.value, start: field.selectionStart, end: field.selectionEnd } : null;
    if (!field && event.key !== ' ') waiting = key;
  }

  addEventListener('keydown', down, true);
  return () => {
    clearTimeout(timer);
    removeEventListener('keydown', down, true);
  };
}
