import { expect, it } from 'vitest';
import { subjectPlace } from './subject';

it('leads from an entry to the thing it is about', () => {
  expect(subjectPlace({ kind: 'receipt', id: 'r1', subject: '' })).toEqual(['receipts', 'r1']);
  expect(subjectPlace({ kind: 'masterdata', id: 'x', subject: 'article:a1' })).toEqual(['articles', 'a1']);
  expect(subjectPlace({ kind: 'masterdata', id: 'x', subject: 'settings' })).toBeNull();
  expect(subjectPlace({ kind: 'note', id: 'x', subject: 'moon:1' })).toBeNull();
});
