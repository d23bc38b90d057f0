import { describe, expect, it } from 'vitest';
import { suggested } from './suggested';

describe('tips that round up', () => {
  it('lead to the next euro, five and ten', () => expect(suggested(1280).map((tip) => 1280 + tip)).toEqual([1300, 1500, 2000]));
  it('are there once', () => expect(suggested(1880).map((tip) => 1880 + tip)).toEqual([1900, 2000]));
  it('are never nothing', () => expect(suggested(2000)).toEqual([100, 500, 1000]));
});
