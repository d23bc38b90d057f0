import type { Suffix } from '../scanner/recogniser';
import { soundsOn } from '../sound/sound';

/** Choices of this device, not of the shop: kept in the browser. */
interface Choices {
  sounds: boolean;
  leftHanded: boolean;
  suffix: Suffix | 'any';
  autoPrint: boolean;
}

const KEY = 'tresen.till';
const FIRST: Choices = { sounds: true, leftHanded: false, suffix: 'any', autoPrint: true };

class Settings {
  choices = $state<Choices>(FIRST);

  start(): void {
    try {
      this.choices = { ...FIRST, ...(JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Choices>) };
    } catch {
      this.choices = { ...FIRST };
    }
    soundsOn(this.choices.sounds);
  }

  set<K extends keyof Choices>(name: K, value: Choices[K]): void {
    this.choices = { ...this.choices, [name]: value };
    localStorage.setItem(KEY, JSON.stringify(this.choices));
    soundsOn(this.choices.sounds);
  }
}

export const settings = new Settings();
