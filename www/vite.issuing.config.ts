import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import { defineConfig } from 'vite'

const here = fileURLToPath(new URL('.', import.meta.url))

/** The demo's issuing desk: apart from the officer's page, which neither keeps nor knows it. */
export default defineConfig({
  root: join(here, 'issuing'),
  base: './',
  publicDir: false,
  worker: { format: 'es' },
  build: {
    outDir: join(here, 'dist/issuing'),
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // names of its own: what the officer's page weighs is told by names
    rollupOptions: {
      output: {
        entryFileNames: 'assets/issuing-[hash].js',
        chunkFileNames: 'assets/issuing-[name]-[hash].js',
        assetFileNames: 'assets/issuing-[name]-[hash][extname]',
      },
    },
  },
})
