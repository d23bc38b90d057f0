import { describe, expect, it } from 'vitest';
import { parseRate, showRate } from './rate';

describe('a rate', () => {
  it('is read to the millionth', () => expect(['1,05', '0.040123', '2'].map(parseRate)).toEqual([1_050_000, 40_123, 2_000_000]));
  it('is no letter, nothing, and not finer', () => expect(['', 'x', '0', '1,0000001'].map(parseRate)).toEqual([null, null, null, null]));
  it('is shown as it was typed', () => expect([showRate(1_050_000, ','), showRate(40_123, '.'), showRate(2_000_000, ',')]).toEqual(['1,05', '0.040123', '2,00']));
});
