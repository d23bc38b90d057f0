import { describe, expect, it } from 'vitest';
import { acting, blank, codeOf, fromTemplate, mistakes, nothing, reshaped, SHAPES, shapeOf, TEMPLATES } from './draft';
import { sentence, type Known } from './sentence';
import { endOf, startOf, validFrom, validTo } from './span';

const known: Known = {
  article: (id) => `Artikel ${id}`,
  group: (id) => `Gruppe ${id}`,
  customerGroup: (id) => `Kunden ${id}`,
  tier: (id) => `Stufe ${id}`,
};

describe('a promotion in the form', () => {
  it.each(SHAPES)('is shown as what it is: %s', (shape) => {
    expect(shapeOf(reshaped(acting(), shape))).toBe(shape);
  });

  it.each(TEMPLATES)('from the template %s lacks nothing but what a person must choose', (template) => {
    const missing = Object.keys(mistakes(fromTemplate('p', template, 'Name')));
    const chosen = { bundle: ['action.parts.0.goods', 'action.parts.1.goods'], gift: ['action.gifts'], next: ['action.coupon'] } as Record<string, string[]>;
    expect(missing).toEqual(chosen[template] ?? []);
  });

  it('is not saved with what the node would refuse', () => {
    const draft = { ...blank('p'), name: 'Seife' };
    expect(mistakes({ ...draft, name: ' ' })).toHaveProperty('name');
    expect(mistakes({ ...draft, action: acting({ value: 10_001 }) })).toHaveProperty(['action.value']);
    expect(mistakes({ ...draft, action: acting({ way: 'fixed_price', value: 0 }) })).toEqual({});
    expect(mistakes({ ...draft, when: { ...draft.when, valid_from: '2026-06-02', valid_to: '2026-06-02' } })).toHaveProperty(['when.valid_to']);
    expect(mistakes({ ...draft, when: { ...draft.when, coupon: true, codes: ['A'.repeat(20)] } })).toHaveProperty(['when.codes']);
  });

  it('keeps codes the way they are compared', () => {
    expect(codeOf(' sommer-5 ')).toBe('SOMMER5');
  });
});

describe('the span of a promotion', () => {
  it('shows the last day that counts and keeps the first moment that does not', () => {
    expect(validTo({ day: '2026-06-30', time: '' })).toBe('2026-07-01');
    expect(endOf('2026-07-01')).toEqual({ day: '2026-06-30', time: '' });
    expect(endOf('2026-07-01T00:00:00')).toEqual({ day: '2026-06-30', time: '' });
    expect(validTo({ day: '2026-06-30', time: '18:00' })).toBe('2026-06-30T18:00:00');
    expect(endOf('2026-06-30T18:00:00')).toEqual({ day: '2026-06-30', time: '18:00' });
  });

  it('begins with a day or a moment', () => {
    for (const valid of ['', '2026-06-01', '2026-06-01T08:30:00']) expect(validFrom(startOf(valid))).toBe(valid);
  });
});

describe('the sentence', () => {
  const soap = { ...nothing(), articles: ['1'] };
  it('says what the customer gets', () => {
    expect(sentence({ ...fromTemplate('p', 'three_for_two', 'x'), goods: soap }, known)).toBe('3 für 2 bei Artikel 1.');
    expect(sentence({ ...fromTemplate('p', 'second_half', 'x'), goods: soap }, known)).toBe('Bei je 2 Stück aus Artikel 1: das günstigste 50 % günstiger.');
    expect(sentence(fromTemplate('p', 'percent', 'x'), known)).toBe('10 % auf das ganze Sortiment.');
  });

  it('says when, to whom and how often', () => {
    const draft = fromTemplate('p', 'birthday', 'x');
    expect(sentence(draft, known)).toBe('Wenn der Kunde in diesem Monat Geburtstag hat: 10 % auf das ganze Sortiment (1-mal je Kunde).');
    const group = { ...draft, limits: blank('p').limits, when: { ...blank('p').when, customer_groups: ['a', 'b'], weekdays: [6, 7] } };
    expect(sentence(group, known)).toBe('Wenn der Kunde zu Kunden a oder Kunden b gehört und es Sa oder So ist: 10 % auf das ganze Sortiment.');
  });

  it('does not list more goods than one can read', () => {
    const many = { ...fromTemplate('p', 'percent', 'x'), goods: { ...nothing(), groups: ['a', 'b', 'c', 'd', 'e'] } };
    expect(sentence(many, known)).toBe('10 % auf Gruppe a, Gruppe b, Gruppe c und 2 weitere.');
  });
});
