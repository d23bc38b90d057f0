import { expect, it } from 'vitest';
import { OncePerLook } from './camera';

it('counts a code once while it stays in sight, and again when it comes back', () => {
  const look = new OncePerLook(1000);
  expect(look.fresh('4000', 0)).toBe(true);
  expect([200, 600, 1400].map((time) => look.fresh('4000', time))).toEqual([false, false, false]);
  expect(look.fresh('4711', 1500)).toBe(true);
  expect(look.fresh('4000', 2600)).toBe(true);
});
