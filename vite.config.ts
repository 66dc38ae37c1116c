// SPDX-License-Identifier: Apache-2.0
// Builds the static site: web/ into dist/, at any path of any host (base './').

import path from 'node:path';
import { defineConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { lateStyle } from './web/late_style_plugin.ts';
import { lucide } from './web/lucide_plugin.ts';

const root = import.meta.dirname;

export default defineConfig({
  root: path.join(root, 'web'),
  base: './',
  publicDir: 'public',
  cacheDir: path.join(root, 'build', 'vite'),
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  worker: { format: 'es' },
  build: {
    outDir: path.join(root, 'dist'),
    emptyOutDir: true,
    target: 'es2022',
    // A data: URL would need a wider policy; files are precached anyway.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  plugins: [
    lucide(),
    lateStyle(),
    VitePWA({
      strategies: 'generateSW',
      // web/ui/updates.ts registers it and asks before a new version takes over.
      injectRegister: false,
      registerType: 'prompt',
      filename: 'sw.js',
      manifest: {
        id: './',
        name: 'Pillarbox',
        short_name: 'Pillarbox',
        description: 'Your POP3 mailbox in the browser: downloaded, offline, yours.',
        start_url: './',
        scope: './',
        display: 'standalone',
        background_color: '#fbfaf8',
        theme_color: '#fbfaf8',
        categories: ['productivity', 'communication'],
        icons: [
          { src: './icons/icon.svg', sizes: 'any', type: 'image/svg+xml' },
          { src: './icons/icon-192.png', sizes: '192x192', type: 'image/png' },
          { src: './icons/icon-512.png', sizes: '512x512', type: 'image/png' },
          {
            src: './icons/icon-maskable-512.png',
            sizes: '512x512',
            type: 'image/png',
            purpose: 'maskable',
          },
        ],
      },
      workbox: {
        // Everything: a mailbox that opens offline needs the core and the trust anchors as well.
        globPatterns: ['**/*.{html,js,css,svg,png,wasm,bin}'],
        // Workbox drops larger files with a mere warning; a test reads the list.
        maximumFileSizeToCacheInBytes: 16 * 1024 * 1024,
        navigateFallback: 'index.html',
        navigateFallbackDenylist: [/\/message(?:-images)?\.html$/, /\/relay/, /\/demo\.json$/],
        cleanupOutdatedCaches: true,
        clientsClaim: true,
        skipWaiting: false,
        inlineWorkboxRuntime: true,
        sourcemap: false,
      },
    }),
  ],
});
