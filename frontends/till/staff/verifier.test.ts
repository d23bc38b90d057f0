import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { beforeEach, expect, it } from 'vitest';
import { forgetConnection, strict } from '../outbox/database';
import { checkPin, confirmPeople, FORGOTTEN_AFTER, knownPeople, learnPin, pinChanged } from './verifier';

const NOW = 1_790_000_000_000;

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  forgetConnection();
});

it('knows only who has signed in on this device', async () => {
  await learnPin('anna', '4711', NOW);
  expect(await checkPin('anna', '4711', NOW)).toEqual({ ok: true });
  expect(await checkPin('bert', '4711', NOW)).toMatchObject({ ok: false, why: 'unknown' });
  expect(await knownPeople(NOW)).toEqual(new Set(['anna']));
});

it('stores no PIN and salts each one anew', async () => {
  await learnPin('anna', '4711', NOW);
  await learnPin('bert', '4711', NOW);
  const [anna, bert] = await strict.all<{ hash: Uint8Array; rounds: number }>('people');
  expect(anna!.hash).not.toEqual(bert!.hash);
  expect(anna!.rounds).toBeGreaterThanOrEqual(600_000);
  expect(JSON.stringify([anna, bert])).not.toContain('4711');
});

it('makes wrong tries slow, also after a restart, and forgives them after the right PIN', async () => {
  await learnPin('anna', '4711', NOW);
  expect(await checkPin('anna', '0000', NOW)).toMatchObject({ why: 'wrong' });
  expect(await checkPin('anna', '0001', NOW)).toMatchObject({ why: 'wrong' });
  const third = await checkPin('anna', '0002', NOW);
  expect(third).toMatchObject({ why: 'wait', until: NOW + 30_000 });
  forgetConnection(); // a restart
  expect(await checkPin('anna', '4711', NOW + 29_999)).toMatchObject({ why: 'wait' });
  expect(await checkPin('anna', '0003', NOW + 30_000)).toMatchObject({ why: 'wait', until: NOW + 90_000 });
  expect(await checkPin('anna', '4711', NOW + 90_000)).toEqual({ ok: true });
  expect(await checkPin('anna', '0000', NOW + 90_000)).toMatchObject({ why: 'wrong' });
});

it('judges tries one after the other, so that many at once are no way around the pause', async () => {
  await learnPin('anna', '4711', NOW);
  const verdicts = await Promise.all(['0', '1', '2', '3'].map((pin) => checkPin('anna', pin, NOW)));
  expect(verdicts.map((one) => (one.ok ? '' : one.why))).toEqual(['wrong', 'wrong', 'wait', 'wait']);
});

it('forgets a person after a month without contact, and at once when the shop knows them no more', async () => {
  await learnPin('anna', '4711', NOW);
  await learnPin('bert', '2222', NOW);
  const later = NOW + FORGOTTEN_AFTER - 1;
  await confirmPeople([{ id: 'anna', name: 'Anna', role: 'cashier' }], later);
  expect(await knownPeople(later + FORGOTTEN_AFTER)).toEqual(new Set(['anna']));
  expect(await checkPin('anna', '4711', later + FORGOTTEN_AFTER + 1)).toMatchObject({ why: 'old' });
  expect(await checkPin('anna', '4711', later)).toMatchObject({ why: 'unknown' });
  expect(await checkPin('bert', '2222', later)).toMatchObject({ why: 'unknown' });
});

it('gives up the old PIN when the node says that it is wrong now, but not for a slip of the finger', async () => {
  await learnPin('anna', '4711', NOW);
  await pinChanged('anna', '4712', NOW);
  expect(await knownPeople(NOW)).toEqual(new Set(['anna']));
  await pinChanged('anna', '4711', NOW);
  expect(await knownPeople(NOW)).toEqual(new Set());
});
