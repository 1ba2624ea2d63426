// The written pages against the code: their snippets compile, every error code has its page, and the files and
// tests that ARCHITECTURE.md names exist.
import { execFile } from 'node:child_process'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { toTabs } from '../docs/.vitepress/tabs.mjs'
import { root } from './bootstrap.mjs'
import { catalogues, codesOf, headIn, headOf } from './docs-errors.mjs'
import { pictures } from './docs-pictures.mjs'
import { blocksOf, pages, shownOf, snippets } from './snippets.mjs'

const read = (file) => readFileSync(join(root, file), 'utf8')

test.each(pages)('all code of %s is a snippet, as it stands', (page) => {
  for (const { file, code } of blocksOf(page)) {
    expect(snippets, `the snippet named above:\n${code}`).toContain(file)
    expect(code).toBe(shownOf(file))
  }
})

test('every snippet is shown on a page', () => {
  const shown = pages.flatMap((page) => blocksOf(page).map(({ file }) => file))
  expect(snippets).toEqual([...new Set(shown)].sort())
})

test('the snippets compile', { timeout: 180_000 }, async () => {
  const compiler = join(root, 'node_modules', 'vue-tsc', 'bin', 'vue-tsc.js')
  const options = { cwd: root, maxBuffer: 16 * 1024 * 1024 }
  const compiled = promisify(execFile)(process.execPath, [compiler, '-p', 'docs/snippets'], options)
  const { stdout } = await compiled.catch((failure) => failure)
  // What is wrong in a package is told by its own check.
  expect(stdout.split('\n').filter((line) => line.startsWith('docs/'))).toEqual([])
})

test('blocks of code under names in bold are tabs on the site, and a single one is not', () => {
  const block = (name, code) => `**${name}**\n\n<!-- snippet a/b.ts -->\n\`\`\`ts\n${code}\n\`\`\`\n`
  const tab = (name, code) => `<!-- snippet a/b.ts -->\n\`\`\`ts [${name}]\n${code}\n\`\`\`\n`
  const one = `Before.\n\n${block('One', 'a\n\nb')}\nAfter.\n`
  expect(toTabs(one)).toBe(one)
  expect(toTabs(`Before.\n\n${block('One', 'a\n\nb')}\n${block('Two', 'c')}\nAfter.\n`)).toBe(
    `Before.\n\n::: code-group\n\n${tab('One', 'a\n\nb')}\n${tab('Two', 'c')}\n:::\n\nAfter.\n`,
  )
})

describe.each(catalogues)('$folder', (catalogue) => {
  const codes = Object.keys(catalogue.entries).sort()

  test('the index has one section for each code, in order', () => {
    const sections = [...read(catalogue.index).matchAll(/^## `(\w+)`$/gm)].map(([, code]) => code)
    expect(sections).toEqual(codes)
  })

  test('there is one page for each code, and none without one', () => {
    expect(codesOf(catalogue)).toEqual(codes)
  })

  test.each(codes)('the page of %s says what the catalogue says', (code) => {
    const page = read(`${catalogue.folder}/${code}.md`)
    expect(page.startsWith(`# \`${code}\`\n`)).toBe(true)
    expect(headIn(page)).toBe(headOf(catalogue, code))
    expect(page).toContain('\n## What to do\n')
  })
})

test.each(pictures)(
  '$file is as docs-drawings.mjs has it, with a title and a description',
  ({ file, text }) => {
    expect(read(`docs/pictures/${file}`)).toBe(text)
    expect(text).toMatch(/<title id="[^"]+">[^<]+<\/title>\n<desc id="[^"]+">[^<]+<\/desc>/)
  },
)

test.each(['core', 'server'])('ARCHITECTURE.md has a row for each room of %s', (name) => {
  const title = `## ${name[0].toUpperCase()}${name.slice(1)}, floor by floor`
  const section = read('ARCHITECTURE.md').split(title)[1].split('\n## ')[0]
  const named = [...section.matchAll(/^\| \d \| `([\w-]+)\/` \|/gm)].map(([, room]) => room)
  const rooms = readdirSync(join(root, 'packages', name, 'src'), { withFileTypes: true })
  expect(named.sort()).toEqual(
    rooms
      .filter((each) => each.isDirectory())
      .map((each) => each.name)
      .sort(),
  )
})

test('the source files that ARCHITECTURE.md names exist', () => {
  const named = [...read('ARCHITECTURE.md').matchAll(/`([\w./-]+\/[\w-]+\.(?:ts|tsx|mjs))`/g)].map(
    ([, file]) => file,
  )
  expect(named).not.toEqual([])
  const places = ['packages/core/src', 'packages', '.']
  expect(named.filter((file) => !places.some((place) => existsSync(join(root, place, file))))).toEqual([])
})

test('the specs that ARCHITECTURE.md quotes are there under that name', () => {
  const rows = [...read('ARCHITECTURE.md').matchAll(/\]\((packages\/\S+\.test\.tsx?)\) “([^”]+)”/g)]
  expect(rows).not.toEqual([])
  expect(rows.filter(([, file, name]) => !read(file).includes(name)).map(([text]) => text)).toEqual([])
})
