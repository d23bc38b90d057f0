import type { Article } from '../api/types';

/** "Süßrahmbutter, 250 g" → "sussrahmbutter 250 g": without accents, so that people may type as they like. */
export function fold(text: string): string {
  return text
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}

/**
 * Search in memory. All names stand in one long folded text; looking for a word in it is one native scan, which beats
 * every index at a hundred thousand articles and needs no time to build beyond the folding.
 */
export class SearchIndex {
  #text = '';
  #starts: number[] = [];
  #articles: Article[] = [];

  /** Folds in slices so that the till stays quick while it starts; `rest` lets the page breathe between them. */
  async build(articles: readonly Article[], rest: () => Promise<void> = async () => {}): Promise<void> {
    const parts: string[] = [];
    const starts: number[] = [];
    const kept: Article[] = [];
    let at = 0;
    for (let i = 0; i < articles.length; i++) {
      const article = articles[i]!;
      const entry = `\n ${fold(article.number)} ${fold(article.name)} `;
      parts.push(entry);
      starts.push(at);
      kept.push(article);
      at += entry.length;
      if (i % 4000 === 3999) await rest();
    }
    this.#text = parts.join('');
    this.#starts = starts;
    this.#articles = kept;
  }

  find(query: string, most = 60): Article[] {
    const words = fold(query).split(' ').filter(Boolean);
    if (!words.length) return [];
    const longest = words.reduce((a, b) => (b.length > a.length ? b : a));
    const others = words.filter((word) => word !== longest);
    const whole = words.join(' ');
    const ranked: [rank: number, article: Article][] = [];
    // Word beginnings first; the inside of words only when these are few.
    this.#scan(` ${longest}`, others, whole, most * 8, ranked);
    if (ranked.length < most && longest.length > 2) this.#scan(longest, others, whole, most * 4, ranked);
    ranked.sort((a, b) => a[0] - b[0] || a[1].name.length - b[1].name.length || a[1].name.localeCompare(b[1].name));
    return ranked.slice(0, most).map(([, article]) => article);
  }

  #scan(needle: string, others: string[], whole: string, most: number, into: [number, Article][]): void {
    const known = new Set(into.map(([, article]) => article));
    let from = 0;
    while (into.length < most) {
      const hit = this.#text.indexOf(needle, from);
      if (hit < 0) return;
      const i = this.#entryAt(hit);
      const begin = this.#starts[i]!;
      const end = this.#starts[i + 1] ?? this.#text.length;
      from = end;
      const article = this.#articles[i]!;
      const entry = this.#text.slice(begin, end);
      if (known.has(article) || !others.every((word) => entry.includes(word))) continue;
      into.push([rank(entry, article, whole, needle), article]);
    }
  }

  #entryAt(position: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#starts[middle]! <= position) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

function rank(entry: string, article: Article, whole: string, needle: string): number {
  if (fold(article.number) === whole) return 0;
  const name = entry.slice(entry.indexOf(' ', 2) + 1);
  if (name.startsWith(whole)) return 1;
  if (entry.startsWith(`\n ${whole}`)) return 2;
  return needle.startsWith(' ') ? 3 : 4;
}
