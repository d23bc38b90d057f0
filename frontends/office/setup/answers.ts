import type { SetupAnswers } from '../api/session';

export type Wrong = 'must' | 'postcode' | 'tax_number' | 'password';
export const STEPS: readonly (readonly (keyof SetupAnswers)[])[] = [['shop_name', 'street', 'postcode', 'city'], ['tax_number'], ['owner_name', 'password']];
export const PASSWORD_LENGTH = 12;

/** What is wrong with one answer, or null. */
export function wrong(field: keyof SetupAnswers, value: string): Wrong | null {
  const text = value.trim();
  if (text === '') return 'must';
  if (field === 'postcode' && !/^\d{5}$/.test(text)) return 'postcode';
  if (field === 'tax_number' && !/^[\d/ ]{10,16}$/.test(text)) return 'tax_number';
  if (field === 'password' && value.length < PASSWORD_LENGTH) return 'password';
  return null;
}

/** The fields of a step that are not yet right. */
export function open(step: number, answers: SetupAnswers): (keyof SetupAnswers)[] {
  return (STEPS[step] ?? []).filter((field) => wrong(field, answers[field]) !== null);
}
