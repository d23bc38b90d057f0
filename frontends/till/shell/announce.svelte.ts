/** What a screen reader says: one polite line for what happened, one assertive for what went wrong. */
class Announcements {
  polite = $state('');
  urgent = $state('');

  say(text: string): void {
    // A zero-width mark makes the same sentence twice in a row be read twice.
    this.polite = text === this.polite ? `${text}\u200b` : text;
  }

  warn(text: string): void {
    this.urgent = text === this.urgent ? `${text}\u200b` : text;
  }
}

export const announce = new Announcements();
