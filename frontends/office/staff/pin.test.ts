import { expect, it } from 'vitest';
import { pinWrong } from './pin';

it('wants four to eight digits that are not the first anybody tries', () => {
  expect(pinWrong('123')).toBe('digits');
  expect(pinWrong('12a4')).toBe('digits');
  expect(pinWrong('123456789')).toBe('digits');
  expect(pinWrong('1111')).toBe('easy');
  expect(pinWrong('1234')).toBe('easy');
  expect(pinWrong('9876')).toBe('easy');
  expect(pinWrong('8642')).toBe('easy');
  expect(pinWrong('8901')).toBe('easy');
  expect(pinWrong('4711')).toBeNull();
});
