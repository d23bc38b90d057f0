/** What a screen reader says: one polite line for what happened, one assertive for what went wrong. */
class Announcements {
  polite = $state('');
  urgent = $state('');

  // Compared outside of the reactive state: an effect that announces must not depend on what was announced.
  #said = '';
  #warned = '';

  say(text: string): void {
    // A zero-width mark makes the same sentence twice in a row be read twice.
    this.#said = text === this.#said ? `${text}\u200b` : text;
    this.polite = this.#said;
  }

  warn(text: string): void {
    this.#warned = text === this.#warned ? `${text}\u200b` : text;
    this.urgent = this.#warned;
  }
}

export const announce = new Announcements();
