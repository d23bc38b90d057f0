/** Amounts that round a total up: to the next euro, to the next five, to the next ten; each once, none of them nothing. */
export function suggested(total: number): number[] {
  const found: number[] = [];
  for (const step of [100, 500, 1000]) {
    const tip = (step - (total % step)) % step || step;
    if (!found.includes(tip)) found.push(tip);
  }
  return found.sort((a, b) => a - b);
}
