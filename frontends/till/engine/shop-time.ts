/** The shop's time as this device knows it: its own clock, corrected by what the node said last. */
class ShopTime {
  /** Node's clock minus this device's, ms. */
  offset = 0;
  zone = 'Europe/Berlin';
  #format: Intl.DateTimeFormat | null = null;

  /** The node said what time it is in which zone; `asked` is this device's time before the question. */
  learn(told: number, zone: string, asked: number): void {
    if (told > 0) this.offset = Math.round(told - (asked + Date.now()) / 2);
    if (zone !== this.zone) this.#format = null;
    this.zone = zone;
  }

  /** Milliseconds since 1970. */
  now(): number {
    return Date.now() + this.offset;
  }

  /** Wall time in the shop, `YYYY-MM-DDTHH:MM:SS`: the engine knows no time zones. */
  local(at: number): string {
    this.#format ??= new Intl.DateTimeFormat('sv-SE', {
      timeZone: this.zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    return this.#format.format(at).replace(' ', 'T');
  }
}

export const shopTime = new ShopTime();
