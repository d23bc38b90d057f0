import type { PaperLine } from '../engine/questions';

/** Lines in, ESC/POS bytes out: what `tresen.adapters.printer_escpos` sends to a printer of the node, for one at this device. */
const ESC = 0x1b;
const GS = 0x1d;

/** Code page 858, from 128 on: the one that every receipt printer has. */
const CP858 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈ€ÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´­±‗¾¶§÷¸°¨·¹³²■ ';
const CODES = new Map([...CP858].map((letter, at) => [letter, 128 + at]));
/** Signs that are not in the code page, by one that is: as wide as before, so that columns stay columns. */
const LIKE: Record<string, string> = { '–': '-', '—': '-', '−': '-', '‑': '-', '…': '.', '„': '"', '“': '"', '”': '"', '‚': "'", '‘': "'", '’': "'", '•': '·', '\u00a0': ' ', '\u202f': ' ' };

/** A letter as a byte: kept, without its accent, or marked by `?`. Commands to the printer become spaces. */
function byteOf(letter: string): number {
  const code = letter.codePointAt(0)!;
  if (code >= 32 && code < 127) return code;
  if (code < 32 || code === 127) return 32;
  const known = CODES.get(letter);
  if (known) return known;
  const like = LIKE[letter] ?? letter.normalize('NFKD')[0]!;
  return like === letter ? 63 : byteOf(like);
}

export function spelled(text: string): number[] {
  return [...text.normalize('NFC')].map(byteOf);
}

/** Alignment, font, weight, size and inversion of a line, always all of them. */
function look(line: PaperLine): number[] {
  const bold = ['bold', 'large', 'title', 'mark', 'head'].includes(line.style) ? 1 : 0;
  const size = (['large', 'mark', 'title'].includes(line.style) ? 0x01 : 0) + (line.wide ? 0x10 : 0);
  const small = line.style === 'small' ? 1 : 0;
  return [
    ESC, 0x61, line.align === 'center' ? 1 : 0, ESC, 0x4d, small, ESC, 0x45, bold, GS, 0x21, size, GS, 0x42, line.style === 'mark' ? 1 : 0, ESC, 0x33, small ? 22 : 30,
  ];
}

/** A QR code drawn by the printer: model 2, error correction M. */
function qr(text: string): number[] {
  const data = [...new TextEncoder().encode(text)];
  const length = data.length + 3;
  const dots = data.length > 150 ? 3 : data.length > 60 ? 4 : 5;
  return [
    10, GS, 0x28, 0x6b, 4, 0, 0x31, 0x41, 0x32, 0, GS, 0x28, 0x6b, 3, 0, 0x31, 0x43, dots, GS, 0x28, 0x6b, 3, 0, 0x31, 0x45, 0x31,
    GS, 0x28, 0x6b, length & 0xff, length >> 8, 0x31, 0x50, 0x30, ...data, GS, 0x28, 0x6b, 3, 0, 0x31, 0x51, 0x30, 10,
  ];
}

const PLAIN: PaperLine = { kind: 'text', text: '', style: 'normal', align: 'left', wide: false };
const CENTRED: PaperLine = { ...PLAIN, align: 'center' };
/** The pulse that opens the drawer at pin 2. */
export const DRAWER = new Uint8Array([ESC, 0x70, 0, 0x32, 0xfa]);

/** The whole job for one receipt; `address` becomes a QR code at its foot. */
export function encode(lines: readonly PaperLine[], address: string, foot: string): Uint8Array<ArrayBuffer> {
  const out: number[] = [ESC, 0x40, ESC, 0x74, 0x13];
  for (const line of lines) {
    if (line.kind === 'qr') out.push(...look(CENTRED), ...qr(line.text));
    else if (line.kind === 'barcode') out.push(...look(CENTRED), ...spelled(line.text), 10);
    else out.push(...look(line), ...spelled(line.text.trimEnd()), 10);
  }
  if (address) out.push(...look(CENTRED), ...qr(address), ...spelled(foot), 10);
  out.push(...look(PLAIN), GS, 0x56, 0x42, 0);
  return new Uint8Array(out);
}
