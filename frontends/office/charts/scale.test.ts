import { describe, expect, it } from 'vitest';
import { bands, every, line, linear, ticks } from './scale';

describe('scales of the charts', () => {
  it('make round marks that hold every value', () => {
    expect(ticks(0, 77)).toEqual([0, 20, 40, 60, 80]);
    expect(ticks(-30, 90)).toEqual([-50, 0, 50, 100]);
    expect(ticks(0, 0)).toEqual([0, 1]);
    expect(ticks(0, 100_000).at(-1)).toBe(100_000);
  });
  it('put values on pixels', () => {
    expect(linear(0, 100, 200, 0)(25)).toBe(150);
    const { step, size, at } = bands(4, 400, 0.5);
    expect([step, size, at(1)]).toEqual([100, 50, 125]);
    expect(every(30, 300, 30)).toBe(3);
    expect(every(3, 300, 30)).toBe(1);
  });
  it('leave gaps in lines', () => {
    expect(line([[0, 1], [1, 2], null, [3, 4]])).toBe('M0.0 1.0L1.0 2.0M3.0 4.0');
  });
});
