/** What is wrong with a PIN, or null: four to eight digits whose steps are not all the same (1111, 1234, 9876, 2468), as the node asks. */
export function pinWrong(pin: string): 'digits' | 'easy' | null {
  if (!/^\d{4,8}$/.test(pin)) return 'digits';
  const steps = new Set([...pin].slice(1).map((digit, at) => (Number(digit) - Number(pin[at]) + 10) % 10));
  return steps.size === 1 ? 'easy' : null;
}
