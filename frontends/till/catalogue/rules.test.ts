import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { device } from '../storage/device';

const DOC = { version: 7, engine: 'e', groups: [], staff: [], reasons: {}, promotions: [], price_lists: [] };

/** A node that gives its rules once and says after that that they are unchanged, to whoever names them. */
function install(): { asked: (string | null)[] } {
  const asked: (string | null)[] = [];
  globalThis.fetch = (async (_url: string, init?: RequestInit) => {
    const tag = new Headers(init?.headers).get('If-None-Match');
    asked.push(tag);
    await Promise.resolve();
    return tag ? new Response(null, { status: 304 }) : Response.json(DOC, { headers: { ETag: '"7"' } });
  }) as typeof fetch;
  return { asked };
}

async function fresh() {
  vi.resetModules();
  return (await import('./rules.svelte')).rules;
}

describe('the rules on the device', () => {
  beforeEach(async () => {
    globalThis.indexedDB = new IDBFactory();
    await device.put('state', 'rules_document', undefined);
  });

  it('are asked for once, however many ask at the same time', async () => {
    const { asked } = install();
    const rules = await fresh();
    await Promise.all([rules.refresh(), rules.refresh(), rules.refresh()]);
    expect(asked).toEqual([null]);
    expect(rules.doc?.version).toBe(7);
    await rules.refresh();
    expect(asked).toEqual([null, '"7"']);
    expect(rules.doc?.version).toBe(7);
  });

  it('are asked for whole when only their tag is left on the device', async () => {
    const { asked } = install();
    await device.put('state', 'rules_document', { doc: null, tag: '"7"', at: 1 });
    const rules = await fresh();
    await rules.load();
    expect(rules.doc).toBeNull();
    await rules.refresh();
    expect(asked).toEqual([null]);
    expect(rules.doc?.version).toBe(7);
  });

  it('of the till it was before are not taken after it was paired anew', async () => {
    install();
    const rules = await fresh();
    const before = rules.refresh();
    rules.anew();
    expect(await before).toBe(false);
    expect(rules.doc).toBeNull();
    await rules.refresh();
    expect(rules.doc?.version).toBe(7);
  });
});
