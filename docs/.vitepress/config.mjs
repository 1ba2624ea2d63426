/** The documentation site. It is built without a network, and a page of it asks no other host for anything. */
import { defineConfig } from 'vitepress'
import { linkBetweenPages } from './links.mjs'
import { drawPictures } from './pictures.mjs'
import { nav, sidebar } from './sidebar.mjs'
import { slugOf } from './slug.mjs'
import { tabs } from './tabs.mjs'

/** The title of a page of the reference, and the paragraph below it. */
function beginningOf(source) {
  const title = /^# .*$/m.exec(source)?.[0] ?? ''
  const paragraph = source
    .split(/\n\n/)
    .find((part) => /^[A-Z`]/.test(part) && !part.startsWith('Defined in'))
  return `${title}\n\n${paragraph ?? ''}\n`
}

export default defineConfig({
  lang: 'en',
  title: 'Freshline',
  description:
    'Client data that stays as fresh as the server’s: TTL cache, polling, invalidation, mutations.',
  base: process.env.DOCS_BASE ?? '/',
  srcExclude: ['README.md', 'snippets/**', 'reference/README.md'],
  head: [['link', { rel: 'icon', type: 'image/svg+xml', href: `${process.env.DOCS_BASE ?? '/'}logo.svg` }]],
  lastUpdated: false,
  // The menus are one file that all pages share, instead of a copy in each.
  metaChunk: true,
  markdown: {
    anchor: { slugify: slugOf },
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    config: (markdown) => {
      markdown.use(linkBetweenPages)
      markdown.use(drawPictures)
    },
  },
  vite: { plugins: [tabs], build: { chunkSizeWarningLimit: 4_000 } },
  themeConfig: {
    logo: { src: '/logo.svg', alt: '' },
    nav,
    sidebar,
    outline: { level: [2, 3], label: 'On this page' },
    externalLinkIcon: true,
    search: {
      provider: 'local',
      options: {
        detailedView: false,
        miniSearch: {
          searchOptions: {
            prefix: true,
            fuzzy: (term) => (term.length > 6 ? 0.2 : false),
            boost: { title: 3, titles: 2, text: 1 },
            // What explains comes before what lists.
            boostDocument: (address) =>
              /^\/(errors|server-errors|reference|project)\b/.test(address) ? 0.4 : 1,
          },
        },
        // Of the reference only names and first sentences are found: its tables of members would drown the rest.
        _render(source, env, markdown) {
          const text = env.relativePath.startsWith('reference/') ? beginningOf(source) : source
          return markdown.render(text, env)
        },
      },
    },
  },
})
