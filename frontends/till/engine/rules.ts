import { node } from '../api/node';
import { device } from '../storage/device';
import { engine } from './engine.svelte';
import type { EngineRules } from './questions';

interface Kept {
  rules: EngineRules;
  tag: string;
}

/** The rules that the engine goes by: kept on the device, fetched again only when they changed. */
class RulesDocument {
  #tag = '';

  /** The kept ones at once; newer ones if the node answers. */
  async load(): Promise<void> {
    const kept = await device.get<Kept>('state', 'rules');
    if (kept) {
      this.#tag = kept.tag;
      await engine.rules(kept.rules);
    }
    await this.refresh().catch(() => {}); // without them, or with the kept ones, the node's word is waited for
  }

  async refresh(): Promise<void> {
    const response = await node.send('GET', '/till/rules', undefined, this.#tag ? { headers: { 'If-None-Match': this.#tag } } : {});
    if (response.status === 304) return;
    const rules = (await response.json()) as EngineRules;
    this.#tag = response.headers.get('ETag') ?? '';
    await device.cache('state', 'rules', { rules, tag: this.#tag } satisfies Kept);
    await engine.rules(rules);
  }
}

export const rules = new RulesDocument();
