/** What is wrong with a PIN, or null: four to eight digits, not all the same, no plain run. */
export function pinWrong(pin: string): 'digits' | 'easy' | null {
  if (!/^\d{4,8}$/.test(pin)) return 'digits';
  if (/^(\d)\1+$/.test(pin) || '01234567890'.includes(pin) || '09876543210'.includes(pin)) return 'easy';
  return null;
}
