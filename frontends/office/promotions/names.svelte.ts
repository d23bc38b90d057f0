import { article } from '../api/articles';

/** Names of articles that forms hold only the ids of; each is asked once. */
class Names {
  known = $state<Record<string, string>>({});
  #asked = new Set<string>();

  of(id: string): string {
    if (!this.#asked.has(id) && this.known[id] === undefined) {
      this.#asked.add(id);
      void this.#ask(id);
    }
    return this.known[id] ?? '…';
  }

  put(id: string, name: string): void {
    this.#asked.add(id);
    this.known[id] = name;
  }

  async #ask(id: string): Promise<void> {
    try {
      this.known[id] = (await article(id)).name;
    } catch {
      this.known[id] = id;
    }
  }
}

export const names = new Names();
