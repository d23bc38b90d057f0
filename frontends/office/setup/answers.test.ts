import { expect, it } from 'vitest';
import { open, wrong } from './answers';

const empty = { shop_name: '', street: '', postcode: '', city: '', tax_number: '', owner_name: '', password: '' };

it('asks for what a receipt needs before the next step', () => {
  expect(open(0, empty)).toEqual(['shop_name', 'street', 'postcode', 'city']);
  expect(open(0, { ...empty, shop_name: 'Laden', street: 'Weg 1', postcode: '2955', city: 'Ort' })).toEqual(['postcode']);
  expect(wrong('tax_number', '33/123/45678')).toBeNull();
  expect(wrong('tax_number', 'DE123')).toBe('tax_number');
  expect(wrong('password', 'kurz')).toBe('password');
  expect(wrong('password', 'ein langer Satz')).toBeNull();
});
