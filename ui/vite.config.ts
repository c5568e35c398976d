// How the window's files are built. Only index.html is an entry: dev.html and src/dev, the fixture
// behind it, exist for the eye of a developer and never reach dist.
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig(({ mode }) => ({
  plugins: [svelte()],
  // Tests need Svelte's browser half, which Node's own conditions would not pick.
  resolve: mode === 'test' ? { conditions: ['browser'] } : {},
  build: {
    target: ['es2022', 'safari16'],
    // No inlined files: the window's content security policy allows only what it serves itself.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: here('./index.html'),
      // What several parts need comes in one file: each file more is a question more to the program before the first picture.
      output: { codeSplitting: { groups: [{ name: 'shared', minShareCount: 3 }] } },
    },
  },
  server: { port: 1420, strictPort: true, fs: { allow: [here('..')] } },
  test: { environment: 'happy-dom', include: ['src/**/*.test.ts'], setupFiles: ['src/dev/test.ts'] },
}))
