import { expect, it } from 'vitest';
import type { PaperLine } from '../engine/questions';
import { encode, spelled } from './escpos';

const line = (text: string, more: Partial<PaperLine> = {}): PaperLine => ({ kind: 'text', text, style: 'normal', align: 'left', wide: false, ...more });
const text = (bytes: Uint8Array) => String.fromCharCode(...bytes);

it('writes letters of Western Europe and the euro as code page 858 has them', () => {
  expect(spelled('Äpfel 1,99 €')).toEqual([0x8e, 112, 102, 101, 108, 32, 49, 44, 57, 57, 32, 0xd5]);
  expect(spelled('ß½°')).toEqual([0xe1, 0xab, 0xf8]);
});

it('keeps columns as wide as they were, whatever letters come', () => {
  for (const said of ['Crème brûlée', 'Łódź …', '日本 – 語', 'a\u0000\u001bb']) expect(spelled(said)).toHaveLength([...said.normalize('NFC')].length);
  expect(spelled('ő')).toEqual([111]);
  expect(spelled('\u001b@')).toEqual([32, 64]); // nothing in a name commands the printer
});

it('begins anew, prints in order, draws the address and cuts', () => {
  const bytes = text(encode([line('Brot'), line('SUMME', { style: 'large' })], 'https://x/r/1', 'Digitaler Bon'));
  expect(bytes.startsWith('\x1b@\x1bt\x13')).toBe(true);
  expect(bytes.indexOf('Brot\n')).toBeLessThan(bytes.indexOf('SUMME\n'));
  expect(bytes).toContain('1P0https://x/r/1');
  expect(bytes.indexOf('Digitaler Bon')).toBeGreaterThan(bytes.indexOf('1P0'));
  expect(bytes.endsWith('\x1dVB\x00')).toBe(true);
});
