// The written pages of the site: what each is called, and what it says first. Used for descriptions in the pages'
// heads and for llms.txt.
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './bootstrap.mjs'

const docs = join(root, 'docs')
const left = ['README.md', 'index.md']

/** Paths of the written pages, from docs/. The reference is generated, and so is not among them. */
export const writtenPages = globSync('**/*.md', {
  cwd: docs,
  exclude: (name) => ['.vitepress', 'reference', 'snippets', 'public', 'node_modules'].includes(name),
})
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => !left.includes(file))
  .sort()

/** A page's text, with what it includes put in its place. */
export function textOf(page) {
  const text = readFileSync(join(docs, page), 'utf8').replace(/^---\n.*?\n---\n/s, '')
  return text.replace(/<!--@include: (\S+)-->/g, (_, file) =>
    readFileSync(join(docs, page, '..', file), 'utf8'),
  )
}

/** A page's title. */
export const titleOf = (text) => plain(/^# +(.*)$/m.exec(text)?.[1] ?? '')

/** The first sentence or two of a page, without marks: 200 letters at most. */
export function summaryOf(text) {
  const paragraph = text
    .replace(/^.*?^# .*?$/ms, '')
    .replaceAll(/^(```.*?^```|<!--.*?-->|:::.*?|\|.*?|#+ .*?|- .*?|!\[.*?)$/gms, '')
    .split(/\n\s*\n/)
    .map((each) => each.trim())
    .find((each) => each !== '')
  const sentences = plain(paragraph ?? '').match(/.*?[.!?:](?= |$)/g) ?? []
  let summary = ''
  for (const sentence of sentences) {
    if (summary !== '' && summary.length + sentence.length > 200) break
    summary += sentence
  }
  return summary.trim().replace(/:$/, '.')
}

function plain(text) {
  return text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/[*`]/g, '')
    .trim()
}
