import { resolve } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import tailwindcss from '@tailwindcss/vite';
import type { PluginOption } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { defineConfig } from 'vitest/config';
import { engineFiles } from './scripts/engine-files.ts';

/** One configuration for three apps; TRESEN_APP says which one is meant. */
const app = process.env['TRESEN_APP'] ?? 'till';
const here = import.meta.dirname;
const node = process.env['TRESEN_NODE'] ?? 'http://localhost:8000';
const mocked = process.env['TRESEN_MOCK'] === '1';

/** The till is installed on the device; its service worker holds everything it needs to start without the node. */
function installable(): PluginOption {
  return VitePWA({
    registerType: 'prompt',
    injectRegister: null,
    filename: 'sw.js',
    manifest: {
      name: 'Tresen Kasse',
      short_name: 'Tresen',
      lang: 'de',
      start_url: '/till/',
      scope: '/till/',
      display: 'standalone',
      background_color: '#f6f2ec',
      theme_color: '#f6f2ec',
      icons: [
        { src: 'icon-192.png', sizes: '192x192', type: 'image/png' },
        { src: 'icon-512.png', sizes: '512x512', type: 'image/png' },
        { src: 'icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
      ],
    },
    workbox: {
      globPatterns: ['**/*.{js,css,html,svg,png,wasm}', 'engine/**/*.{mjs,wasm,json,zip}'],
      // The engine's names carry their hash: what the device holds already is not fetched again with an update.
      dontCacheBustURLsMatching: /^(assets|engine)\//,
      maximumFileSizeToCacheInBytes: 16_000_000,
      navigateFallback: '/till/index.html',
      navigateFallbackAllowlist: [/^\/till\//],
      cleanupOutdatedCaches: true,
      inlineWorkboxRuntime: true,
      runtimeCaching: [
        {
          urlPattern: ({ url, request }) => request.destination === 'image' && !url.pathname.startsWith('/till/'),
          handler: 'StaleWhileRevalidate',
          options: { cacheName: 'pictures', expiration: { maxEntries: 2000 } },
        },
      ],
    },
  });
}

async function mock(): Promise<PluginOption> {
  return (await import('./mock/office/plugin.ts')).mockOffice();
}

export default defineConfig(async ({ command }) => ({
  root: resolve(here, app),
  base: `/${app}/`,
  plugins: [
    svelte({ configFile: resolve(here, 'svelte.config.js') }),
    tailwindcss(),
    app === 'till' ? engineFiles() : null,
    app === 'till' ? installable() : null,
    command === 'serve' && app === 'office' && mocked ? await mock() : null,
  ],
  resolve: {
    alias: { $kit: resolve(here, 'shared/kit'), $shared: resolve(here, 'shared'), $till: resolve(here, 'till'), $office: resolve(here, 'office') },
    ...(process.env['VITEST'] ? { conditions: ['browser'] } : {}),
  },
  build: {
    outDir: resolve(here, '../src/tresen/web/static', app),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    target: 'es2022',
  },
  worker: { format: 'es' as const },
  server: {
    fs: { allow: [here] },
    // The node compares Origin with Host, so the host stays as the browser sent it.
    proxy: Object.fromEntries(['/api', '/r/', '/pictures'].map((path) => [path, { target: node, changeOrigin: false }])),
  },
  test: { root: here, include: ['**/*.test.ts'], environment: 'node' },
}));
