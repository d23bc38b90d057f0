import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { beforeEach, expect, it } from 'vitest';
import type { BasketLine, QuoteLine, Receipt } from '../api/types';
import { emptyBasket, newLine } from '../basket/lines';
import { forgetConnection } from '../outbox/database';
import { keepReceipt } from '../receipts/kept';
import { cameBack, comingBack, returnableHere } from './coming_back';

const line = (n: number, quantity: number, amount: number, back?: [string, number]): QuoteLine =>
  ({ n, quantity, amount, return_receipt: back?.[0] ?? '', return_line: back?.[1] ?? 0, deposit_of: 0 }) as QuoteLine;
const receipt = (id: string, lines: QuoteLine[], type = 'Beleg'): Receipt => ({ id, type, lines, finished_at: 1, number: 1, token: '' }) as unknown as Receipt;
const SOLD = receipt('s', [line(1, 3000, 300), line(2, 1000, 50)]);

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  forgetConnection();
});

it('adds up what came back over several receipts, line by line', () => {
  const others = [receipt('a', [line(1, -1000, -100, ['s', 1])]), receipt('b', [line(1, -1000, -99, ['s', 1]), line(2, -1000, -7, ['x', 2])])];
  expect(cameBack('s', others)).toEqual({ 1: [2000, 199] });
});

it('does not count what was only practised', () => {
  expect(cameBack('s', [receipt('a', [line(1, -1000, -100, ['s', 1])], 'AVTraining')])).toEqual({});
});

it('offers what is left of a receipt on this device', async () => {
  for (const one of [SOLD, receipt('a', [line(1, -2000, -200, ['s', 1])])]) await keepReceipt(one, '');
  expect(await returnableHere(SOLD)).toEqual([
    { line: 1, quantity: 1000, amount: 100 },
    { line: 2, quantity: 1000, amount: 50 },
  ]);
});

it('gives the engine only the receipts that the basket names, and no voided line counts', async () => {
  await keepReceipt(SOLD, '');
  await keepReceipt(receipt('other', [line(1, 1000, 5)]), '');
  const back = (voided: boolean): BasketLine => newLine('x', { quantity: -1000, voided, return_of: { receipt: 's', line: 1, reason: 'r', restock: true } });
  expect((await comingBack({ ...emptyBasket(), lines: [back(false)] })).map((one) => one.receipt.id)).toEqual(['s']);
  expect(await comingBack({ ...emptyBasket(), lines: [back(true)] })).toEqual([]);
});
