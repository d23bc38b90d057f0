import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { beforeEach, expect, it } from 'vitest';
import { forgetConnection, strict } from '../outbox/database';
import { businessDay, localText, ShopClock } from './clock.svelte';

const HOUR = 3_600_000;
let wall = 0;
let running = 0;

function pass(ms: number): void {
  wall += ms;
  running += ms;
}

const clock = () => new ShopClock(() => wall, () => running);

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  forgetConnection();
  [wall, running] = [1_790_000_000_000, 5000];
});

it('tells the shop\u2019s time on a device whose clock is three hours slow', async () => {
  const one = clock();
  one.learn(wall + 3 * HOUR + 20, wall - 20, wall + 20);
  expect(one.now()).toBe(wall + 3 * HOUR + 20);
  expect(one.wrong).toBe(true);
  pass(60_000);
  expect(one.now()).toBe(wall + 3 * HOUR + 20);
});

it('does not believe an answer that was long on its way', () => {
  const one = clock();
  one.learn(wall + HOUR, wall - 6000, wall);
  expect(one.now()).toBe(wall);
});

it('goes on when somebody sets the device\u2019s clock back, and says so', () => {
  const one = clock();
  const before = one.now();
  wall -= 2 * HOUR;
  pass(1000);
  expect(one.now()).toBe(before + 1000);
  expect(one.wrong).toBe(true);
});

it('says so when the clock jumps forward, and follows it, for the device may have slept', () => {
  const one = clock();
  wall += 2 * HOUR;
  expect(one.now()).toBe(wall);
  expect(one.wrong).toBe(true);
  one.learn(wall, wall, wall);
  expect(one.wrong).toBe(false);
});

it('never lets a receipt be before the last one, not even after a restart with a clock set back', async () => {
  const one = clock();
  const last = one.moment();
  expect(one.moment(last + 5000)).toBe(last + 5000);
  await strict.get('state', 'clock');
  wall -= 26 * HOUR;
  running = 0;
  const next = clock();
  await next.restore();
  expect(next.now()).toBeGreaterThanOrEqual(last + 5000);
  expect(next.wrong).toBe(true);
});

it('keeps what it learned over a restart', async () => {
  const one = clock();
  one.learn(wall + HOUR, wall, wall);
  await strict.get('state', 'clock');
  running = 0;
  const next = clock();
  await next.restore();
  expect(next.now()).toBe(wall + HOUR);
});

it.each([
  [Date.UTC(2026, 6, 1, 22, 30, 5), '2026-07-02T00:30:05'],
  [Date.UTC(2026, 0, 1, 22, 30, 5), '2026-01-01T23:30:05'],
  [Date.UTC(2026, 2, 29, 1, 0, 0), '2026-03-29T03:00:00'],
])('writes %i as wall time of Berlin', (ms, text) => {
  expect(localText(ms, 'Europe/Berlin')).toBe(text);
});

it.each([
  ['2026-03-01T02:59:59', 3, '2026-02-28'],
  ['2026-03-01T03:00:00', 3, '2026-03-01'],
  ['2026-01-01T00:00:00', 0, '2026-01-01'],
])('%s belongs, when days begin at %i, to %s', (local, start, day) => {
  expect(businessDay(local, start)).toBe(day);
});
