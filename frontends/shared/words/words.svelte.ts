/** Typed dictionaries: German is the source, English must have the same keys, a missing one does not compile. */
export type Language = 'de' | 'en';
export type Values = Record<string, string | number>;

const KEY = 'tresen.language';

class Tongue {
  language = $state<Language>('de');

  start(fallback?: Language): void {
    const kept = localStorage.getItem(KEY) as Language | null;
    this.#use(kept ?? fallback ?? (navigator.language.startsWith('de') ? 'de' : 'en'));
  }

  choose(language: Language): void {
    localStorage.setItem(KEY, language);
    this.#use(language);
  }

  /** The locale for Intl. */
  get locale(): string {
    return this.language === 'de' ? 'de-DE' : 'en-GB';
  }

  #use(language: Language): void {
    this.language = language;
    if (typeof document !== 'undefined') document.documentElement.lang = language;
  }
}

export const tongue = new Tongue();

/** `{name}` puts a value in; `{n:one|many}` chooses by the number n. */
export function fill(text: string, values: Values): string {
  return text.replace(/\{(\w+)(?::([^|}]*)\|([^}]*))?\}/g, (whole, name: string, one?: string, many?: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    if (one === undefined) return String(value);
    return (Number(value) === 1 ? one : many) ?? '';
  });
}

/** Makes the `t` of an app from its two dictionaries. Reading `t(…)` in a template follows the chosen language. */
export function dictionary<D extends Record<string, string>>(de: D, en: Record<keyof D, string>) {
  return (key: keyof D & string, values?: Values): string => {
    const text: string = (tongue.language === 'de' ? de : en)[key];
    return values ? fill(text, values) : text;
  };
}
