// No key is missing: every message that the window names is in every language, and every language
// says the same things.
import { FluentResource } from '@fluent/bundle'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const keys = (language: string) => new Set(new FluentResource(readFileSync(`../locales/${language}.ftl`, 'utf8')).body.map((message) => message.id))
const english = keys('en')

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return entry.name === 'dev' ? [] : sources(path)
    return /\.(svelte|ts)$/.test(entry.name) && !/\.test\.ts$/.test(entry.name) ? [path] : []
  })
}

describe('locales', () => {
  it.each(readdirSync('../locales').map((file) => file.replace('.ftl', '')))('%s has every key of English and no other', (language) => {
    expect([...keys(language)].sort()).toEqual([...english].sort())
  })
  it('hold every key that the window names', () => {
    const missing = sources('src').flatMap((path) =>
      [...readFileSync(path, 'utf8').matchAll(/\bt\(\s*'([a-z][\w-]*)'/g)].map(([, key]) => key!).filter((key) => !english.has(key)).map((key) => `${path}: ${key}`),
    )
    expect(missing).toEqual([])
  })
})
