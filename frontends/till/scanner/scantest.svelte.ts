/** While the settings page tests the scanner, codes are shown there instead of going into the basket. */
class ScanTest {
  on = $state(false);
  texts = $state<string[]>([]);

  take(texts: string[]): boolean {
    if (this.on) this.texts = texts;
    return this.on;
  }
}

export const scanTest = new ScanTest();
