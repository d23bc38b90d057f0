import { describe, expect, it } from 'vitest';
import { Recogniser, type Decision, type Key } from './recogniser';

const US: Record<string, string> = { '-': 'Minus', '/': 'Slash', '.': 'Period', ':': 'Semicolon' };

/** Types a text like a US scanner on a computer with a US or a German layout. */
function keys(text: string, from: number, gap: number, os: 'us' | 'de' = 'us'): Key[] {
  const asGerman: Record<string, string> = { y: 'z', z: 'y', '-': 'ß', '/': '-', ':': 'Ö' };
  return [...text].map((char, at) => ({
    key: os === 'de' ? (asGerman[char] ?? char) : char,
    code: /\d/.test(char) ? `Digit${char}` : (US[char] ?? `Key${char.toUpperCase()}`),
    shift: char === ':' || /[A-Z]/.test(char),
    time: from + at * gap,
  }));
}

function play(recogniser: Recogniser, list: Key[], suffix?: 'Enter' | 'Tab'): Decision {
  let last: Decision = { kind: 'pass' };
  for (const key of list) last = recogniser.press(key);
  const end = list.at(-1)!.time + 10;
  return suffix ? recogniser.press({ key: suffix, code: suffix, time: end, shift: false }) : last;
}

describe('a scan', () => {
  it.each(['Enter', 'Tab'] as const)('is known by its speed and ends with %s', (suffix) => {
    const found = play(new Recogniser(), keys('4000001001017', 1000, 8), suffix);
    expect(found).toMatchObject({ kind: 'scan', repeated: false });
    expect(found.kind === 'scan' && found.texts[0]).toBe('4000001001017');
  });

  it('is held back from the page after its first key', () => {
    const recogniser = new Recogniser();
    const kinds = keys('40000', 1000, 8).map((key) => recogniser.press(key).kind);
    expect(kinds).toEqual(['pass', 'hold', 'hold', 'hold', 'hold']);
  });

  it('with a slow radio scanner (40 ms) is still one scan', () => {
    expect(play(new Recogniser(), keys('4000001001017', 0, 40), 'Enter').kind).toBe('scan');
  });

  it('without suffix is known after a pause', () => {
    const recogniser = new Recogniser('none');
    play(recogniser, keys('4000001001017', 0, 8));
    expect(recogniser.pause(200).scan?.texts[0]).toBe('4000001001017');
  });

  it('that a busy device delivers in two parts is still one scan', () => {
    const recogniser = new Recogniser();
    const all = keys('4000001001017', 1000, 8);
    all.slice(0, 6).forEach((key) => recogniser.press(key));
    expect(recogniser.pause(1300).release.map((key) => key.key).join('')).toBe('00000');
    expect(all.slice(6).map((key) => recogniser.press(key).kind)).toEqual(Array(7).fill('hold'));
    const found = recogniser.press({ key: 'Enter', code: 'Enter', time: 1104, shift: false });
    expect(found).toMatchObject({ kind: 'scan', texts: ['4000001001017'] });
  });

  it('whose Enter comes late presses no button with it', () => {
    const recogniser = new Recogniser();
    play(recogniser, keys('4000001001017', 1000, 8));
    expect(recogniser.pause(1300).scan?.texts[0]).toBe('4000001001017');
    expect(recogniser.press({ key: 'Enter', code: 'Enter', time: 1104, shift: false }).kind).toBe('hold');
    expect(recogniser.press({ key: 'Enter', code: 'Enter', time: 2000, shift: false }).kind).toBe('pass');
  });

  it('sent twice is counted once, a second article a second later is not', () => {
    const recogniser = new Recogniser();
    play(recogniser, keys('4000001001017', 0, 5), 'Enter');
    expect(play(recogniser, keys('4000001001017', 150, 5), 'Enter')).toMatchObject({ repeated: true });
    expect(play(recogniser, keys('4000001001017', 1200, 5), 'Enter')).toMatchObject({ repeated: false });
  });

  it('offers the other layout: US scanner on a German computer', () => {
    const found = play(new Recogniser(), keys('https://shop.de/r/xyz-1', 0, 5, 'de'), 'Enter');
    expect(found.kind === 'scan' && found.texts).toContain('https://shop.de/r/xyz-1');
  });

  it('reads digits even when caps lock turned them into signs', () => {
    const list = keys('4000001', 0, 5).map((key) => ({ ...key, key: '=' }));
    const found = play(new Recogniser(), list, 'Enter');
    expect(found.kind === 'scan' && found.texts).toContain('4000001');
  });
});

describe('a person', () => {
  it('typing 90 ms apart is never a scan and nothing is held', () => {
    const recogniser = new Recogniser();
    expect(keys('4000001001017', 0, 90).every((key) => recogniser.press(key).kind === 'pass')).toBe(true);
    expect(recogniser.press({ key: 'Enter', code: 'Enter', time: 1200, shift: false }).kind).toBe('pass');
  });

  it('pressing two keys almost at once gets both', () => {
    const recogniser = new Recogniser();
    const [first, second] = keys('ab', 0, 20);
    expect(recogniser.press(first!).kind).toBe('pass');
    expect(recogniser.press(second!).kind).toBe('hold');
    expect(recogniser.pause(90).release.map((key) => key.key)).toEqual(['b']);
  });

  it('typing 12 and Enter quickly is no scan: too short', () => {
    const recogniser = new Recogniser();
    expect(play(recogniser, keys('12', 0, 30), 'Enter').kind).toBe('pass');
  });
});
