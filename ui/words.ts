// How the words of a language come to the window: what a first picture speaks with its code, the rest a moment later, and what
// only the command line, mails and pages in a browser say not at all. A hundred kilobytes of text were a third of all that was read
// before there was anything to see.
import { existsSync, readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

/** Spoken by programs that have no window, or by the program before it has one. */
export const ELSEWHERE = /^(mail|join|cli|start)-/
/** Said where something went wrong, which no first picture has to know of: unless the code names one of them. */
const AMISS = /^(error|refusal|notice|warning)-/

/** What stands in the window at once, with all that it imports at once. */
const ENTRY = './src/main.ts'

/** The texts of these modules and of all that they import at once. */
export function closure(entries: string[]): string[] {
  const texts = new Map<string, string>()
  const walk = (path: string) => {
    if (texts.has(path)) return
    const text = readFileSync(path, 'utf8')
    texts.set(path, text)
    for (const [, from] of text.matchAll(/^\s*import [^(]*?from '(\.[^']*)'/gm)) {
      const base = resolve(dirname(path), from!)
      const found = [base, `${base}.ts`, `${base}.svelte.ts`].find((file) => /\.(ts|svelte)$/.test(file) && existsSync(file))
      if (found) walk(found)
    }
  }
  entries.forEach(walk)
  return [...texts.values()]
}

/** A file's messages, each from its key to the next one. */
export const messages = (ftl: string) =>
  ftl
    .split(/^(?=[a-z][\w-]* *=)/m)
    .filter((one) => /^[a-z]/.test(one))
    .map((one) => ({ key: /^[a-z][\w-]*/.exec(one)![0], text: one.replace(/^#.*\n?/gm, '').trimEnd() + '\n' }))
    .filter(({ key }) => !ELSEWHERE.test(key))

/** Whether a key is named in these texts: as it is, as `screen-${…}` puts it together, or by its family, as `named('role', …)`. */
export function namedIn(texts: string[]): (key: string) => boolean {
  const code = texts.join('\n')
  const all = (pattern: RegExp) => new Set([...code.matchAll(pattern)].map(([, one]) => one!))
  const [whole, begun, families] = [all(/['"`]([a-z][a-z0-9-]*)['"`]/g), [...all(/`([a-z][a-z0-9-]*-)\$\{/g)], all(/\b(?:named|told)\('([a-z]+)'/g)]
  return (key) => whole.has(key) || (!AMISS.test(key) && (begun.some((one) => key.startsWith(one)) || families.has(key.split('-')[0]!)))
}

/** What of a file is spoken first, and what is not. */
export function split(ftl: string, isFirst: (key: string) => boolean): { first: string; rest: string } {
  const told = (first: boolean) => messages(ftl).filter(({ key }) => isFirst(key) === first).map(({ text }) => text).join('')
  return { first: told(true), rest: told(false) }
}

/** `locales/en.ftl?first` and `?rest` as modules. A developer's server and the tests of components have all of them at once. */
export function words(): Plugin {
  let isFirst = (_: string) => true
  return {
    name: 'words',
    configResolved: ({ command }) => {
      if (command === 'build') isFirst = namedIn(closure([fileURLToPath(new URL(ENTRY, import.meta.url))]))
    },
    load(id) {
      const [, file, part] = /^(.*\.ftl)\?(first|rest)$/.exec(id) ?? []
      if (!file) return null
      this.addWatchFile(file)
      return `export default ${JSON.stringify(split(readFileSync(file, 'utf8'), isFirst)[part as 'first' | 'rest'])}`
    },
  }
}
