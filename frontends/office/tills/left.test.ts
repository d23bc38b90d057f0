import { expect, it } from 'vitest';
import { left } from './left';

it('counts down in minutes and seconds and stops at nothing', () => {
  expect(left(600_000, 0)).toBe('10:00');
  expect(left(65_000, 0)).toBe('1:05');
  expect(left(1, 0)).toBe('0:01');
  expect(left(0, 5_000)).toBe('0:00');
});
