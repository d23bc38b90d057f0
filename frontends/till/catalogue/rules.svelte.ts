import { node } from '../api/node';
import type { RulesDocument } from '../api/rules';
import type { ReasonKind } from '../api/types';
import { engine } from '../engine/engine.svelte';
import { device, full } from '../storage/device';
import { coverage } from './coverage.svelte';

interface Kept {
  doc: RulesDocument;
  tag: string;
  at: number;
}

const KEY = 'rules_document';

/** What the till goes by beside goods and customers. Kept on the device; asked for again only when it changed. */
class Rules {
  doc = $state.raw<RulesDocument | null>(null);
  /** Of `doc`. */
  #tag = '';
  #asking: Promise<boolean> | null = null;
  /** Goes up when the till belongs to another node: what was asked before is of no use. */
  #era = 0;

  /** Takes what the device has. */
  async load(): Promise<void> {
    const kept = await device.get<Kept>('state', KEY);
    if (!kept?.doc || this.doc) return;
    this.#tag = kept.tag;
    this.#use(kept.doc, kept.at, false);
  }

  /** Asks the node for anything newer. Returns whether there was. Questions at the same time are one question. */
  refresh(): Promise<boolean> {
    if (this.#asking) return this.#asking;
    const asking = this.#refresh(this.#era).finally(() => {
      if (this.#asking === asking) this.#asking = null;
    });
    return (this.#asking = asking);
  }

  async #refresh(era: number): Promise<boolean> {
    const response = await node.send('GET', '/till/rules', undefined, {
      timeout: 15_000,
      // What is not here cannot be unchanged.
      ...(this.#tag && this.doc ? { headers: { 'If-None-Match': this.#tag } } : {}),
    });
    const at = Date.now();
    const newer = response.status !== 304;
    const doc = newer ? ((await response.json()) as RulesDocument) : this.doc;
    if (!doc) throw new Error('the node left out the rules'); // asked again later, as any other failure
    if (era !== this.#era) return false;
    const tag = newer ? (response.headers.get('ETag') ?? '') : this.#tag;
    let room = true;
    try {
      await device.cache('state', KEY, { doc, tag, at } satisfies Kept);
    } catch (error) {
      if (!full(error)) throw error;
      room = false;
    }
    this.#tag = tag;
    this.#use(doc, at, !room);
    return newer;
  }

  /** Forgets which version it has: the till belongs to another node now. */
  anew(): void {
    this.#tag = '';
    this.#era++;
    this.#asking = null;
  }

  reasons(kind: ReasonKind): string[] {
    return this.doc?.reasons[kind] ?? [];
  }

  #use(doc: RulesDocument, at: number, noRoom: boolean): void {
    if (doc.version !== this.doc?.version || doc.engine !== this.doc.engine) {
      this.doc = { ...doc, groups: [...doc.groups].sort((a, b) => a.position - b.position) };
      engine.rules(doc).catch((error: unknown) => console.error(error)); // without them the node's word is waited for
    }
    const told = { version: doc.version, complete: true, at, full: noRoom };
    coverage.rules = { have: 1, total: 1, ...told };
    coverage.staff = { have: doc.staff.length, total: doc.staff.length, ...told };
  }
}

export const rules = new Rules();
