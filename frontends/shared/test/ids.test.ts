import { expect, it } from 'vitest';
import { newId } from '../api/ids';

it('makes ordered ids of 32 hex digits', () => {
  const early = newId(1_700_000_000_000);
  const late = newId(1_700_000_000_001);
  expect(early).toMatch(/^[0-9a-f]{12}7[0-9a-f]{3}[0-9a-f]{16}$/);
  expect(early < late).toBe(true);
});
