// How the window's files are built. Only index.html is an entry: dev.html and src/dev, the fixture
// behind it, exist for the eye of a developer and never reach dist.
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { fileURLToPath } from 'node:url'
import { readFileSync } from 'node:fs'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'
import { cldr } from './cldr.ts'
import { words } from './words.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** `lucide:NAME` as a component: the file's shapes as they are, for a row of a list draws them often. */
const icons = (): Plugin => ({
  name: 'icons',
  enforce: 'pre',
  // Named as if it lay among our own: what lies in node_modules is bundled before the developer's server starts, and by others.
  resolveId: (source) => (source.startsWith('lucide:') ? here(`./src/lucide/${source.slice(7)}.svg.svelte`) : null),
  load(id) {
    const [, name] = /[\\/]lucide[\\/]([\w-]+)\.svg\.svelte$/.exec(id) ?? []
    if (!name) return null
    const shapes = readFileSync(here(`./node_modules/lucide-static/icons/${name}.svg`), 'utf8').match(/<svg[^>]*>(.*)<\/svg>/s)![1]!.trim().replace(/>\s+</g, '><')
    return `<script>let { size = 24, strokeWidth = 2 } = $props()</script>
<svg viewBox="0 0 24 24" width={size} height={size} fill="none" stroke="currentColor" stroke-width={strokeWidth} stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${shapes}</svg>`
  },
})

export default defineConfig(({ mode }) => ({
  plugins: [icons(), words(), cldr(['en', 'id']), svelte()],
  // Tests need Svelte's browser half, which Node's own conditions would not pick.
  resolve: mode === 'test' ? { conditions: ['browser'] } : {},
  build: {
    target: ['es2022', 'safari16'],
    // No inlined files: the window's content security policy allows only what it serves itself.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: here('./index.html'),
      // What is there from the start comes in one file, and what several other parts need in another: each file more is a question
      // more to the program.
      output: { codeSplitting: { groups: [{ name: 'first', tags: ['$initial'], priority: 2 }, { name: 'shared', minShareCount: 3, priority: 1 }] } },
    },
  },
  server: { port: 1420, strictPort: true, fs: { allow: [here('..')] } },
  test: { environment: 'happy-dom', include: ['src/**/*.test.ts'], setupFiles: ['src/dev/test.ts'] },
}))
