import { expect, it } from 'vitest';
import type { Barcode, CodeRule } from '../api/types';
import { checked, meaning } from './codes';

const known = new Map<string, Barcode>([
  ['4000001001017', { code: '4000001001017', article: 'a1', quantity: 1000, price: null }],
  ['036000291452', { code: '036000291452', article: 'upc', quantity: 1000, price: null }],
]);

const label = (prefix: string, kind: CodeRule['value_kind']): CodeRule => ({
  prefix,
  article_digits: 5,
  value_kind: kind,
  value_digits: 5,
  decimals: kind === 'price' ? 2 : 3,
  value_check_digit: false,
});

it('knows check digits', () => {
  expect(checked('4006381333931')).toBe(true);
  expect(checked('4006381333932')).toBe(false);
  expect(checked('96385074')).toBe(true);
});

it('finds an article, also as UPC with a leading zero or inside a GS1 code', () => {
  expect(meaning(['4000001001017'], known, [])).toMatchObject({ kind: 'article', article: 'a1' });
  expect(meaning(['0036000291452'], known, [])).toMatchObject({ kind: 'article', article: 'upc' });
  expect(meaning([']C10104000001001017'], known, [])).toMatchObject({ kind: 'article', article: 'a1' });
});

it('reads price and weight labels as whole cents and grams', () => {
  const price = [label('22', 'price')];
  const weight = [label('29', 'weight')];
  expect(meaning(['2200201012347'], known, price)).toMatchObject({ kind: 'labelled', number: '00201', amount: 1234 });
  expect(meaning(['2900201004518'], known, weight)).toMatchObject({ kind: 'labelled', number: '00201', quantity: 451 });
});

it('refuses a label with a wrong check digit', () => {
  const price = [label('22', 'price')];
  expect(meaning(['2200201012340'], known, price)).toMatchObject({ kind: 'unknown' });
});

it('takes the reading that fits: a receipt address from a scanner with another layout', () => {
  expect(meaning(['httpsÖ--kasse-r-abc123', 'https://kasse/r/abc123'], known, [])).toEqual({ kind: 'receipt', key: 'abc123' });
});
