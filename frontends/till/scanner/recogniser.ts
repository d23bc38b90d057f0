import { checked } from './codes';

/**
 * Tells a scanner that types like a keyboard from a person, by the pauses between keys. Pure: key events with their
 * times go in, decisions come out; the listener does what they say.
 */
export interface Key {
  key: string;
  code: string;
  /** Milliseconds, from the event's own time stamp. */
  time: number;
  shift: boolean;
}

export type Suffix = 'enter' | 'tab' | 'none';

export interface Limits {
  /** Longest pause between two keys of a scanner. */
  gap: number;
  /** Shortest code that ends with Enter or Tab. */
  shortest: number;
  /** Shortest code when the scanner sends no suffix. */
  shortestBare: number;
  /** The same code within this time is one scan that was sent twice. */
  duplicate: number;
}

export const LIMITS: Limits = { gap: 45, shortest: 4, shortestBare: 8, duplicate: 350 };

/** `pass`: leave it to the page; `hold`: keep it from the page, it may be part of a scan; `scan`: it was one. */
export type Decision = { kind: 'pass' } | { kind: 'hold' } | { kind: 'scan'; texts: string[]; repeated: boolean };

/** What the keys of a US and a German keyboard say, by their place; shifted after the bar. */
const PLACES: Record<string, [us: string, de: string]> = {
  Minus: ['-_', 'ß?'],
  Equal: ['=+', '´`'],
  BracketLeft: ['[{', 'üÜ'],
  BracketRight: [']}', '+*'],
  Backslash: ['\\|', "#'"],
  Semicolon: [';:', 'öÖ'],
  Quote: ['\'"', 'äÄ'],
  Comma: [',<', ',;'],
  Period: ['.>', '.:'],
  Slash: ['/?', '-_'],
  IntlBackslash: ['\\|', '<>'],
  KeyY: ['yY', 'zZ'],
  KeyZ: ['zZ', 'yY'],
  Space: ['  ', '  '],
};
const DIGITS_US = ')!@#$%^&*(';
const DIGITS_DE = '=!"§$%&/()';

function placed(key: Key, layout: 0 | 1): string {
  const digit = /^Digit(\d)$/.exec(key.code);
  if (digit) return key.shift ? (layout ? DIGITS_DE : DIGITS_US)[Number(digit[1])]! : digit[1]!;
  const pad = /^Numpad(\d)$/.exec(key.code);
  if (pad) return pad[1]!;
  const place = PLACES[key.code];
  if (place) return place[layout][key.shift ? 1 : 0]!;
  const letter = /^Key([A-Z])$/.exec(key.code);
  if (letter) return key.shift ? letter[1]! : letter[1]!.toLowerCase();
  return key.key;
}

function typedText(keys: readonly Key[]): string {
  return keys.map((key) => (key.key === 'Dead' ? '' : key.key)).join('');
}

export class Recogniser {
  #keys: Key[] = [];
  /** How many of the keys the page has got: the first always, the others after a pause that was too long. */
  #given = 0;
  /** When the last key of a scan without suffix was pressed: its Enter may still be under way. */
  #ended = -Infinity;
  #last = { text: '', time: -Infinity };

  constructor(
    public suffix: Suffix | 'any' = 'any',
    readonly limits: Limits = LIMITS,
  ) {}

  /** Keys that are being held back at the moment. */
  get held(): readonly Key[] {
    return this.#keys.slice(this.#given);
  }

  /** Milliseconds to wait for a further key before `pause` is called; 0 when there is nothing to wait for. */
  get patience(): number {
    if (!this.#keys.length) return 0;
    // Half a code would be a wrong code: unless the check digit says that it is whole, the rest gets more time.
    const half = this.suffix === 'any' && this.#keys.length >= this.limits.shortestBare && !checked(typedText(this.#keys));
    return half ? 300 : this.limits.gap + 15;
  }

  press(key: Key): Decision {
    const before = this.#keys.at(-1);
    const quick = before !== undefined && key.time - before.time <= this.limits.gap;
    if (!quick) this.#forget();
    if (!quick && key.time - this.#ended <= this.limits.gap) {
      // The end of a scan that was taken for complete: its Enter must press nothing.
      this.#ended = key.time;
      return { kind: 'hold' };
    }
    if (key.key === 'Enter' || key.key === 'Tab') {
      const ends = this.suffix === 'any' || this.suffix === key.key.toLowerCase();
      if (ends && quick && this.#keys.length >= this.limits.shortest) return this.#found(key.time);
      this.#forget();
      return { kind: 'pass' };
    }
    if (key.key === 'Shift' || key.key === 'CapsLock') return { kind: 'pass' };
    if (key.key.length !== 1 && key.key !== 'Dead') {
      this.#forget();
      return { kind: 'pass' };
    }
    this.#keys.push(key);
    if (this.#keys.length > 1) return { kind: 'hold' };
    this.#given = 1;
    return { kind: 'pass' };
  }

  /**
   * Called when no key came for a while: either a scan without suffix, or keys to be given back to the page. The keys
   * stay known: a busy device delivers late, and the time stamps of the next keys tell that they belong together.
   */
  pause(time: number): { scan?: Decision & { kind: 'scan' }; release: Key[] } {
    const keys = this.#keys;
    if (this.suffix !== 'enter' && this.suffix !== 'tab' && keys.length >= this.limits.shortestBare) {
      this.#ended = keys.at(-1)!.time;
      return { scan: this.#found(time), release: [] };
    }
    const release = keys.slice(this.#given);
    this.#given = keys.length;
    return { release };
  }

  #forget(): void {
    this.#keys = [];
    this.#given = 0;
  }

  #found(time: number): Decision & { kind: 'scan' } {
    const keys = this.#keys;
    this.#forget();
    const read = typedText(keys);
    const texts = [read, keys.map((key) => placed(key, 0)).join(''), keys.map((key) => placed(key, 1)).join('')];
    const repeated = this.#last.text === read && time - this.#last.time <= this.limits.duplicate;
    this.#last = { text: read, time };
    return { kind: 'scan', texts: [...new Set(texts)].filter(Boolean), repeated };
  }
}
