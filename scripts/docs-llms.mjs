// Writes llms.txt (a list of the pages, each with its first sentences), llms-full.txt (all of them in one file) and
// the pages' own text beside the built site, for programs that read documentation.
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { sidebar } from '../docs/.vitepress/sidebar.mjs'
import { root } from './bootstrap.mjs'
import { summaryOf, textOf, titleOf } from './docs-pages.mjs'

const intro = `# Freshline

> A TypeScript library that keeps what a page shows as fresh as what its server holds: a TTL cache, polling that
> pauses while nobody looks, invalidation by key, tag and pattern, optimistic mutations, HTTP caching taken at its
> word. Adapters for React, Vue and pages without a framework; a companion for the server; devtools.

Durations are milliseconds, timestamps epoch milliseconds. All code on these pages is compiled by the repository's
tests.
`

/** Writes the files into the folder of the built site. */
export function writeLlms(folder) {
  const sections = [...sidebar['/'], ...errorSections()]
  const index = sections.map(({ text, items }) => `## ${text}\n\n${items.map(line).join('\n')}\n`)
  writeFileSync(join(folder, 'llms.txt'), `${intro}\n${index.join('\n')}`)
  const all = sections.flatMap(({ items }) => items.map(({ link }) => textOf(fileOf(link)).trim()))
  writeFileSync(join(folder, 'llms-full.txt'), `${intro}\n${all.map(withoutMarks).join('\n\n---\n\n')}\n`)
  for (const { items } of sections) {
    for (const { link } of items) {
      const target = join(folder, fileOf(link))
      mkdirSync(dirname(target), { recursive: true })
      copyFileSync(join(root, 'docs', fileOf(link)), target)
    }
  }
}

const fileOf = (link) => `${link.slice(1)}.md`

function line({ link }) {
  const text = textOf(fileOf(link))
  const summary = summaryOf(text)
  return `- [${titleOf(text)}](${link}.md)${summary ? `: ${summary}` : ''}`
}

/** The codes' own pages; the lists of all codes are in the menu of the written pages already. */
function errorSections() {
  return sidebar['/errors/'].map(({ text, items }) => ({ text, items: items.slice(1) }))
}

function withoutMarks(text) {
  return text.replaceAll(/^(<!-- \w+ .*?-->|:::.*)\n/gm, '').replaceAll(/^(```\w+) \[.*?\]$/gm, '$1')
}
