import { describe, expect, it } from 'vitest';
import { change, count, signed } from './change';
import { ago, beginDaysAt, dayOf, longDay, rangeOf, shiftDay, weekdayName } from './when';

const at = (text: string) => Date.parse(text);

describe('how much a number moved', () => {
  it('is whole percent, and nothing without a number before', () => {
    expect(change(150, 100)).toBe(50);
    expect(change(50, 100)).toBe(-50);
    expect(change(0, -100)).toBe(100);
    expect(change(5, 0)).toBeNull();
  });
  it('is written with its sign', () => {
    expect(signed(12)).toBe('+12 %');
    expect(signed(-3)).toBe('−3 %');
    expect(signed(0)).toBe('±0 %');
    expect(count(12345)).toBe('12.345');
  });
});

describe('business days', () => {
  it('belong to the zone of the shop, in summer and in winter', () => {
    expect(dayOf(at('2026-07-01T22:30:00Z'))).toBe('2026-07-02');
    expect(dayOf(at('2026-12-01T22:30:00Z'))).toBe('2026-12-01');
    expect(dayOf(at('2026-12-01T23:30:00Z'))).toBe('2026-12-02');
  });
  it('go over months, years and the change of the clock', () => {
    expect(shiftDay('2026-03-28', 2)).toBe('2026-03-30');
    expect(shiftDay('2026-10-24', 2)).toBe('2026-10-26');
    expect(shiftDay('2026-01-01', -1)).toBe('2025-12-31');
  });
  it('make the usual periods', () => {
    const now = at('2026-03-15T12:00:00Z');
    expect(rangeOf('today', now)).toEqual({ from: '2026-03-15', to: '2026-03-15' });
    expect(rangeOf('week', now)).toEqual({ from: '2026-03-09', to: '2026-03-15' });
    expect(rangeOf('month', now)).toEqual({ from: '2026-03-01', to: '2026-03-15' });
    expect(rangeOf('last_month', now)).toEqual({ from: '2026-02-01', to: '2026-02-28' });
  });
  it('begin when the shop begins its business day', () => {
    beginDaysAt(4);
    const night = at('2026-03-15T02:59:00Z'); // a minute to four in Berlin
    expect(rangeOf('today', night)).toEqual({ from: '2026-03-14', to: '2026-03-14' });
    expect(rangeOf('today', night + 60_000).to).toBe('2026-03-15');
    beginDaysAt(0);
    expect(rangeOf('today', night).to).toBe('2026-03-15');
  });
  it('are written out', () => {
    expect(longDay('2026-11-23')).toBe('Montag, 23. November 2026');
    expect(weekdayName(1)).toBe('Montag');
    expect(weekdayName(7)).toBe('Sonntag');
    expect(ago(0, 30_000)).toBe('gerade eben');
    expect(ago(0, 5 * 60_000)).toBe('vor 5 Min.');
    expect(ago(0, 24 * 3600_000)).toBe('vor 1 Tag');
  });
});
