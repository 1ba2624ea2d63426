/**
 * Links of the written pages are paths between files, so that the pages read well on disk too. Here they become the
 * site's addresses; what is not part of the site (a source file, a test) keeps its text and loses its link.
 */
import { existsSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const docs = fileURLToPath(new URL('..', import.meta.url))
const root = resolve(docs, '..')

/** Files beside docs/ that have a page here, which includes their text. */
export const included = {
  'ARCHITECTURE.md': 'project/architecture',
  'CONTRIBUTING.md': 'project/contributing',
  'SECURITY.md': 'project/security',
  'README.md': 'index',
  'docs/README.md': 'index',
}

/** The page's address for a file, or undefined where the site has none. */
function pageOf(file) {
  const fromRoot = relative(root, file)
  const page = included[fromRoot]
  if (page !== undefined) return page
  const fromDocs = relative(docs, file)
  if (fromDocs.startsWith('..') || !fromDocs.endsWith('.md') || !existsSync(file)) return undefined
  return fromDocs.slice(0, -3)
}

/** A markdown-it plugin; `base` is put in front by VitePress. */
export function linkBetweenPages(markdown) {
  markdown.core.ruler.push('pages', (state) => {
    const { path, frontmatter } = state.env
    if (path === undefined) return
    const from = frontmatter?.source ? join(root, frontmatter.source) : path
    for (const block of state.tokens) {
      let isDropped = false
      for (const token of block.children ?? []) {
        if (token.type === 'link_close' && isDropped) {
          leaveOut(token)
          isDropped = false
        }
        if (token.type !== 'link_open') continue
        const href = token.attrGet('href') ?? ''
        if (/^([a-z]+:|#|\/)/i.test(href)) continue
        const [target = '', heading] = href.split('#')
        const page = pageOf(resolve(dirname(from), decodeURI(target)))
        if (page !== undefined) {
          const address = page === 'index' ? '/' : `/${page.replace(/(^|\/)index$/, '$1')}`
          token.attrSet(
            'href',
            address + (address.endsWith('/') ? '' : '.md') + (heading ? `#${heading}` : ''),
          )
        } else if (!from.includes('/docs/reference/') && existsSync(resolve(dirname(from), target))) {
          isDropped = true
          leaveOut(token)
        }
      }
    }
  })
}

/** The text between the two stays. */
function leaveOut(token) {
  Object.assign(token, { type: 'text', tag: '', attrs: null, content: '', nesting: 0 })
}
