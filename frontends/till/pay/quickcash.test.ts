import { expect, it } from 'vitest';
import { quickCash } from './quickcash';

it.each([
  [1320, [1320, 1400, 1500, 2000, 5000]],
  [2000, [2000, 5000, 10_000, 20_000]],
  [45, [45, 100, 500, 1000, 2000]],
  [9780, [9780, 9800, 10_000, 20_000]],
  [0, []],
  [-500, []],
])('for %i offers %j', (due, offers) => {
  const found = quickCash(due);
  expect(found.slice(0, offers.length)).toEqual(offers);
  expect(found.every((amount) => amount >= due)).toBe(true);
});
