// Builds the documentation site, and fails on what a reader would stumble over: a dead link, a page in no menu, a
// page that asks another host for a script, a style, a font or a picture. `--dev` serves it while it is written.
import { existsSync, globSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { build, createServer } from 'vitepress'
import { root } from './bootstrap.mjs'
import { writtenPages } from './docs-pages.mjs'
import { runCommand } from './run-command.mjs'

const docs = join(root, 'docs')
const out = join(docs, '.vitepress', 'dist')

await makeReference()
// The menus list files: read only now that all of them are there.
const { sidebar } = await import('../docs/.vitepress/sidebar.mjs')
const { writeLlms } = await import('./docs-llms.mjs')
if (process.argv.includes('--dev')) {
  const server = await createServer(docs)
  await server.listen()
  server.printUrls()
} else {
  const started = performance.now()
  await build(docs)
  writeLlms(out)
  const faults = [...notInMenus(), ...leadingNowhere(), ...foreign()]
  for (const fault of faults) console.log(fault)
  if (faults.length > 0) process.exitCode = 1
  const count = globSync('**/*.html', { cwd: out }).length
  console.log(`${count} pages in ${((performance.now() - started) / 1000).toFixed(1)} s`)
}

/** The reference is generated anew where a source is younger than it. */
async function makeReference() {
  const index = join(docs, 'reference', 'index.md')
  const made = existsSync(index) ? statSync(index).mtimeMs : 0
  const sources = globSync('packages/*/src/**/*.{ts,tsx}', { cwd: root }).filter(
    (file) => !/\.test(-d)?\.tsx?$/.test(file),
  )
  // While pages are written, an older reference will do.
  if (made > 0 && process.argv.includes('--dev')) return
  if (sources.every((file) => statSync(join(root, file)).mtimeMs < made)) return
  // What is not documented is told, and fails, in the step `reference`.
  const lenient = '--treatWarningsAsErrors false --treatValidationWarningsAsErrors false'
  const { code, output } = await runCommand(`typedoc --logLevel Error ${lenient}`)
  if (code === 0) return
  console.log(output)
  process.exit(1)
}

/** Menus and pages: each page is in a menu, each entry of a menu is a page. */
function notInMenus() {
  const entries = Object.values(sidebar).flat().flatMap(linksOf)
  const listed = new Set(entries.map((link) => `${link.slice(1)}.md`))
  const missing = writtenPages.filter((page) => !listed.has(page))
  const nowhere = [...new Set(entries)].filter((link) => !existsSync(join(out, toHtml(link))))
  return [
    ...missing.map((page) => `docs/${page}: in no menu (docs/.vitepress/sidebar.mjs)`),
    ...nowhere.map((link) => `docs/.vitepress/sidebar.mjs: ${link} is no page`),
  ]
}

function linksOf({ link, items = [] }) {
  return [...(link === undefined ? [] : [link]), ...items.flatMap(linksOf)]
}

function toHtml(link) {
  return link.endsWith('/') ? `${link.slice(1)}index.html` : `${link.slice(1)}.html`
}

/** Links of the built pages to pages and headings that are not there. */
function leadingNowhere() {
  const base = process.env.DOCS_BASE ?? '/'
  const pages = new Map()
  for (const page of globSync('**/*.html', { cwd: out })) {
    const html = readFileSync(join(out, page), 'utf8')
    pages.set(page.replaceAll('\\', '/'), {
      ids: new Set([...html.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id)),
      links: [...html.matchAll(/<a [^>]*?href="([^"]*)"/g)].map(([, href]) => href.replaceAll('&amp;', '&')),
    })
  }
  const faults = []
  for (const [page, { links }] of pages) {
    for (const link of new Set(links)) {
      if (/^[a-z]+:/i.test(link)) continue
      const [path, heading] = decodeURI(link).split('#')
      const name = path === '' ? page : path.slice(base.length).replace(/(^|\/)$/, '$1index.html')
      const target = pages.get(name)
      // Anchors of the reference are typedoc's own; VitePress checks that its pages are there.
      if (target === undefined && !existsSync(join(out, name))) faults.push(`${page}: ${link} leads nowhere`)
      else if (heading && target && !name.startsWith('reference/') && !target.ids.has(heading)) {
        faults.push(`${page}: ${link} has no such heading`)
      }
    }
  }
  return faults
}

/** What the built files would load from elsewhere. */
function foreign() {
  const loads = [
    /<(?:script|img|iframe|source|video|audio)[^>]*?\ssrc="((?:https?:)?\/\/[^"]*)"/g,
    /<link(?![^>]*rel="canonical")[^>]*?\shref="((?:https?:)?\/\/[^"]*)"/g,
    /@import\s+(?:url\()?["']?((?:https?:)?\/\/[^"')]*)/g,
    /url\(\s*["']?((?:https?:)?\/\/[^"')]*)/g,
  ]
  return globSync('**/*.{html,css}', { cwd: out }).flatMap((file) => {
    const text = readFileSync(join(out, file), 'utf8')
    const found = loads.flatMap((load) => [...text.matchAll(load)].map(([, address]) => address))
    return [...new Set(found)].map((address) => `${file}: loads ${address} from another host`)
  })
}
