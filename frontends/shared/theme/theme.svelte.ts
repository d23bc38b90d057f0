/** The look of an app: follows the device until somebody chooses; kept on the device. */
export type Theme = 'system' | 'light' | 'dark' | 'contrast';

const KEY = 'tresen.theme';

class Look {
  theme = $state<Theme>('system');

  start(): void {
    this.theme = (localStorage.getItem(KEY) as Theme | null) ?? 'system';
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.#show());
    matchMedia('(prefers-contrast: more)').addEventListener('change', () => this.#show());
    this.#show();
  }

  choose(theme: Theme): void {
    this.theme = theme;
    localStorage.setItem(KEY, theme);
    this.#show();
  }

  #show(): void {
    let shown: Theme = this.theme;
    if (shown === 'system') {
      if (matchMedia('(prefers-contrast: more)').matches) shown = 'contrast';
      else shown = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
    }
    document.documentElement.dataset['theme'] = shown;
  }
}

export const look = new Look();
