import { describe, expect, it } from 'vitest';
import type { TseField, TseKind } from '../../api/tse';
import { asked, filled, wrong } from './form';

const field = (name: string, more: Partial<TseField> = {}): TseField => ({ name, label: name, help: '', type: 'text', secret: false, required: true, default: '', choices: [], ...more });
const KIND: TseKind = {
  kind: 'cloud', maker: 'Cloud', form: 'cloud', certification: '', simulated: false,
  fields: [field('tss', { required: false }), field('api_key', { secret: true }), field('address', { default: 'https://example.org' })],
};

describe('the form of a TSE', () => {
  it('asks first for what must be typed', () => {
    expect(asked(KIND).map((one) => one.name)).toEqual(['api_key', 'address', 'tss']);
  });
  it('names what is missing, and takes defaults for typed', () => {
    expect(wrong(KIND, { api_key: '  ' })).toEqual(['api_key']);
    expect(wrong(KIND, { api_key: 'k', address: '' })).toEqual(['address']);
    expect(wrong(KIND, { api_key: 'k' })).toEqual([]);
  });
  it('sends nothing of another kind and nothing empty', () => {
    expect(filled(KIND, { api_key: ' k ', tss: ' ', curve: 'P-256' })).toEqual({ api_key: 'k', address: 'https://example.org' });
  });
});
