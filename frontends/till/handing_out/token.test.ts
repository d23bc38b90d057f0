import { expect, it } from 'vitest';
import { newId } from '$shared/api/ids';
import { receiptToken } from './token';

it('begins with the id, ends with a secret, and fits into an address', () => {
  const id = newId();
  const token = receiptToken(id);
  expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
  const raw = Uint8Array.from(atob(token.replace(/-/g, '+').replace(/_/g, '/')), (one) => one.charCodeAt(0));
  expect(raw).toHaveLength(32);
  expect(Array.from(raw.slice(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('')).toBe(id);
  expect(receiptToken(id)).not.toBe(token);
});
