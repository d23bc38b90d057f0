import { afterEach, describe, expect, it } from 'vitest';
import { digits, money, parseMoney, percent, plain } from '../money/money';
import { measured, parseQuantity, perUnit, priced, quantity } from '../money/quantity';
import { fill, tongue } from '../words/words.svelte';

afterEach(() => {
  tongue.language = 'de';
});

describe('money', () => {
  it('writes cents in both languages', () => {
    expect(money(123456)).toBe('1.234,56\u00a0€');
    expect(money(-5)).toBe('-0,05\u00a0€');
    expect(digits(990)).toBe('9,90');
    tongue.language = 'en';
    expect(money(123456)).toBe('€1,234.56');
    expect(digits(990)).toBe('9.90');
  });

  it('stays exact where a float would not', () => {
    expect(plain(Number.MAX_SAFE_INTEGER)).toBe('90071992547409.91');
    expect(money(9007199254740991)).toBe('90.071.992.547.409,91\u00a0€');
  });

  it.each([
    ['12', 1200],
    ['12,5', 1250],
    ['12.50', 1250],
    ['1.234,50', 123450],
    ['0,05', 5],
    [',5', 50],
    ['5,', 500],
    ['€ 3', 300],
    ['-2,00', -200],
    ['', null],
    ['1,234', null],
    ['1.234', 123400],
    ['abc', null],
    ['1,2,3', null],
  ])('reads %s as %s', (text, cents) => expect(parseMoney(text)).toBe(cents));

  it('writes percent', () => {
    expect(percent(1900)).toBe('19 %');
    expect(percent(750)).toBe('7,5 %');
    expect(percent(10000)).toBe('100 %');
  });
});

describe('quantity', () => {
  it('writes thousandths', () => {
    expect(quantity(3000)).toBe('3');
    expect(quantity(451, 'weight')).toBe('0,451');
    expect(quantity(1500, 'weight')).toBe('1,500');
    expect(quantity(-2000)).toBe('−2');
    expect(measured(1000, 'piece')).toBe('1 Stk');
    expect(perUnit(100, 'weight')).toBe('100 g');
  });

  it('reads what people type', () => {
    expect(parseQuantity('3')).toBe(3000);
    expect(parseQuantity('0,451')).toBe(451);
    expect(parseQuantity('1,2345')).toBeNull();
    expect(parseQuantity('')).toBeNull();
  });

  it('prices like the engine: half away from zero', () => {
    expect(priced(199, 451, 1000)).toBe(90);
    expect(priced(1, 500, 1000)).toBe(1);
    expect(priced(1, -500, 1000)).toBe(-1);
    expect(priced(249, 250, 100)).toBe(623);
  });
});

it('fills words', () => {
  expect(fill('{n} {n:Artikel|Artikel} bei {who}', { n: 2, who: 'Anna' })).toBe('2 Artikel bei Anna');
  expect(fill('{n:one|many}', { n: 1 })).toBe('one');
});
