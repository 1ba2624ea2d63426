// The code of the written pages. Each block stands below a comment that names a file of docs/snippets, and holds
// what that file shows: all of it, or what follows a line `// ---`. docs.test.mjs compares them and compiles the
// files; `pnpm exec node scripts/snippets.mjs` writes the files' text into the pages.
import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { root } from './bootstrap.mjs'

const folder = join(root, 'docs', 'snippets')
const block = /(?:<!-- snippet (\S+) -->\n)?^```(tsx?|js|javascript|typescript|vue|html)\n(.*?)^```$/gms
const generated = /^docs\/reference\//

/** The pages whose code is checked. */
export const pages = globSync(['README.md', 'ARCHITECTURE.md', 'docs/**/*.md', 'packages/*/README.md'], {
  cwd: root,
  exclude: (name) => name === 'node_modules',
})
  .map((page) => page.replaceAll('\\', '/'))
  .filter((page) => !generated.test(page))
  .sort()

/** The snippets there are, by their path in docs/snippets. */
export const snippets = globSync('*/*.{ts,tsx,vue,html}', { cwd: folder })
  .map((file) => file.replaceAll('\\', '/'))
  .sort()

/** What a snippet shows. */
export function shownOf(file) {
  const text = readFileSync(join(folder, file), 'utf8')
  return text.slice(text.lastIndexOf('\n// ---\n') + 1).replace(/^\/\/ ---\n/, '')
}

/** The blocks of a page: the snippet that each names, if any, and its code. */
export function blocksOf(page) {
  const text = readFileSync(join(root, page), 'utf8')
  return [...text.matchAll(block)].map(([, file, , code]) => ({ file, code }))
}

function write(page) {
  const path = join(root, page)
  const text = readFileSync(path, 'utf8')
  const written = text.replace(block, (all, file, language) =>
    file ? `<!-- snippet ${file} -->\n\`\`\`${language}\n${shownOf(file)}\`\`\`` : all,
  )
  if (written !== text) writeFileSync(path, written)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) pages.forEach(write)
