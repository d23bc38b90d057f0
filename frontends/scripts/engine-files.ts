import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Plugin } from 'vite';

const built = resolve(import.meta.dirname, '../node_modules/.cache/tresen-engine/built');
const TYPES: Record<string, string> = { mjs: 'text/javascript', wasm: 'application/wasm', json: 'application/json', zip: 'application/zip' };

/**
 * The engine's files (made by `scripts/engine.mjs`) as part of the till: emitted under their own names, which carry
 * their hash, and named to the code by `virtual:engine`.
 */
export function engineFiles(): Plugin {
  return {
    name: 'tresen-engine',
    resolveId: (id) => (id === 'virtual:engine' ? '\0virtual:engine' : null),
    load(id) {
      if (id !== '\0virtual:engine') return null;
      const facts = join(built, 'engine.json');
      return `export default ${existsSync(facts) ? readFileSync(facts, 'utf-8') : '{ id: "", library: "", code: "" }'}`;
    },
    generateBundle() {
      for (const entry of readdirSync(join(built, 'engine'), { withFileTypes: true, recursive: true })) {
        if (!entry.isFile()) continue;
        const file = join(entry.parentPath, entry.name);
        this.emitFile({ type: 'asset', fileName: file.slice(built.length + 1).replaceAll('\\', '/'), source: readFileSync(file) });
      }
    },
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const name = /^\/till\/(engine\/[\w./-]+)$/.exec((request.url ?? '').split('?')[0] ?? '')?.[1];
        const file = name && !name.includes('..') ? join(built, name) : '';
        if (!file || !existsSync(file)) return next();
        response.setHeader('Content-Type', TYPES[file.split('.').pop() ?? ''] ?? 'application/octet-stream');
        response.end(readFileSync(file));
      });
    },
  };
}
