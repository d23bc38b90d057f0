/** "Süßrahmbutter, 250 g" → "sussrahmbutter 250 g": without accents, so that people may type as they like. */
export function fold(text: string): string {
  const lower = text.toLowerCase();
  // Plain letters need no taking apart: most names of a hundred thousand.
  const plain = /[^\x20-\x7e]/.test(lower) ? lower.replaceAll('ß', 'ss').normalize('NFD').replace(/[\u0300-\u036f]/g, '') : lower;
  return plain.replace(/[^a-z0-9]+/g, ' ').trim();
}

/**
 * "sussrahmbutter 250 g" → "Sussrahmbutter#50G": each word begins with a letter of its own kind (capitals; for digits
 * `!` to `*`), so looking for the beginning of a word looks for a rare letter and not for a space.
 */
export function marked(folded: string): string {
  return folded.replace(/(?:^| )(.)/g, (_, first: string) => start(first));
}

function start(letter: string): string {
  return letter >= 'a' ? letter.toUpperCase() : String.fromCharCode(letter.charCodeAt(0) - 15);
}
