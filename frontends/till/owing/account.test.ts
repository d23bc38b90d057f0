import { describe, expect, it } from 'vitest';
import { found } from './account';

const one = (name: string, number: number, card: string) => ({ receipt: name, number, till_name: 'Kasse 1', at: 0, customer: name, customer_number: card, name, total: 500, left: 300 });
const ALL = [one('Gasthaus Krone', 12, '2100017'), one('Erna Fuchs', 112, '2100024')];

describe('what is open', () => {
  it('is found by a part of the name, whatever the case', () => expect(found(ALL, 'krone').map((each) => each.number)).toEqual([12]));
  it('is found by the whole receipt number only', () => expect(found(ALL, '12').map((each) => each.name)).toEqual(['Gasthaus Krone']));
  it('is found by the beginning of the card', () => expect(found(ALL, '21000').length).toBe(2));
  it('is all there without a question', () => expect(found(ALL, '  ')).toEqual(ALL));
});
