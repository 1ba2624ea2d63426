// The pages of docs/errors and docs/server-errors: one for each code. What the catalogue says of a code stands at the
// head of its page between two comments, written by `node scripts/docs-errors.mjs`; the rest is written by hand.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { errorCatalogue } from '../packages/core/src/errors/catalogue.ts'
import { serverErrorCatalogue } from '../packages/server/src/http/error-catalogue.ts'
import { root } from './bootstrap.mjs'

const marked = /<!-- catalogue -->\n.*?<!-- \/catalogue -->\n/s

/** The two catalogues: where their pages and their index are, and what they hold. */
export const catalogues = [
  {
    folder: 'docs/errors',
    index: 'docs/errors.md',
    source: 'packages/core/src/errors/catalogue.ts',
    entries: errorCatalogue,
  },
  {
    folder: 'docs/server-errors',
    index: 'docs/server-errors.md',
    source: 'packages/server/src/http/error-catalogue.ts',
    entries: serverErrorCatalogue,
  },
]

/** The codes that have a page. */
export function codesOf({ folder }) {
  return readdirSync(join(root, folder))
    .filter((file) => file.endsWith('.md'))
    .map((file) => file.slice(0, -3))
    .sort()
}

/** What stands at the head of a code's page: what it is, from the comment above it, and what it means. */
export function headOf({ source, entries }, code) {
  const text = readFileSync(join(root, source), 'utf8')
  const [, kind = ''] = new RegExp(`/\\*\\* (.*?) \\*/\\n  ${code}:`).exec(text) ?? []
  return `<!-- catalogue -->\n> ${entries[code]}\n>\n> ${kind}\n<!-- /catalogue -->\n`
}

/** The head that a page has. */
export function headIn(page) {
  return marked.exec(page)?.[0]
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const catalogue of catalogues) {
    for (const code of Object.keys(catalogue.entries)) {
      const path = join(root, catalogue.folder, `${code}.md`)
      if (!existsSync(path)) {
        console.log(`${catalogue.folder}/${code}.md is missing`)
        process.exitCode = 1
        continue
      }
      const page = readFileSync(path, 'utf8')
      writeFileSync(path, page.replace(marked, headOf(catalogue, code)))
    }
  }
}
