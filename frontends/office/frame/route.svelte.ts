/** Where in the office we are. The place stands behind the # so that it works without help from the node. */
export interface Place {
  parts: string[];
  query: Record<string, string>;
}

/** "#/receipts/12?q=a" → {parts: ["receipts", "12"], query: {q: "a"}} */
export function read(hash: string): Place {
  const [way = '', rest = ''] = hash.replace(/^#\/?/, '').split('?');
  return { parts: way.split('/').filter(Boolean).map(decodeURIComponent), query: Object.fromEntries(new URLSearchParams(rest)) };
}

/** The address of a place, for href. */
export function to(parts: string | readonly (string | number)[], query: Record<string, string | number | undefined> = {}): string {
  const way = (typeof parts === 'string' ? [parts] : parts).map((part) => encodeURIComponent(String(part))).join('/');
  const kept = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  const rest = kept.length ? `?${new URLSearchParams(kept.map(([name, value]) => [name, String(value)]))}` : '';
  return `#/${way}${rest}`;
}

class Route {
  #place = $state.raw<Place>({ parts: [], query: {} });

  start(): void {
    const look = () => (this.#place = read(location.hash));
    addEventListener('hashchange', look);
    look();
  }

  get parts(): string[] {
    return this.#place.parts;
  }
  get query(): Record<string, string> {
    return this.#place.query;
  }

  go(parts: string | readonly (string | number)[], query: Record<string, string | number | undefined> = {}): void {
    location.hash = to(parts, query);
  }

  /** Changes filters in place: no new step back for every letter typed. */
  filter(changes: Record<string, string | number | undefined>): void {
    const next = to(this.parts, { ...this.query, ...changes });
    history.replaceState(null, '', next);
    this.#place = read(next);
  }
}

export const route = new Route();
