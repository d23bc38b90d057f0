import { describe, expect, it } from 'vitest';
import { read, to } from './route.svelte';

describe('places behind the #', () => {
  it('reads parts and filters', () => {
    expect(read('#/receipts/12?q=a%20b&till=t1')).toEqual({ parts: ['receipts', '12'], query: { q: 'a b', till: 't1' } });
    expect(read('')).toEqual({ parts: [], query: {} });
  });

  it('writes what it reads and leaves empty filters away', () => {
    expect(to('today')).toBe('#/today');
    expect(to(['articles', 'a/b'], { q: 'x & y', page: undefined, group: '' })).toBe('#/articles/a%2Fb?q=x+%26+y');
    expect(read(to(['articles', 'a/b'], { q: 'x & y' }))).toEqual({ parts: ['articles', 'a/b'], query: { q: 'x & y' } });
  });
});
