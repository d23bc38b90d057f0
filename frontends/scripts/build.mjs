// Builds every app, one after the other, into src/tresen/web/static/{till,office,display}/.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import { prepareEngine } from './engine.mjs';
import { packAll } from './packed.mjs';

const home = resolve(import.meta.dirname, '..');
const vite = resolve(dirname(createRequire(import.meta.url).resolve('vite/package.json')), 'bin/vite.js');
const apps = process.argv.length > 2 ? process.argv.slice(2) : ['till', 'office', 'display'];

if (apps.includes('till')) await prepareEngine();

for (const app of apps) {
  const done = spawnSync(process.execPath, [vite, 'build', '--config', resolve(home, 'vite.config.ts')], {
    cwd: home,
    stdio: 'inherit',
    env: { ...process.env, TRESEN_APP: app },
  });
  if (done.status !== 0) process.exit(done.status ?? 1);
  packAll(resolve(home, '../src/tresen/web/static', app));
}
