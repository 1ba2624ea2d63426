/** The documentation site. It is built without a network, and a page of it asks no other host for anything. */
import { defineConfig } from 'vitepress'
import { linkBetweenPages } from './links.mjs'
import { drawPictures } from './pictures.mjs'
import { nav, sidebar } from './sidebar.mjs'
import { slugOf } from './slug.mjs'

export default defineConfig({
  lang: 'en',
  title: 'Freshline',
  description:
    'Client data that stays as fresh as the server’s: TTL cache, polling, invalidation, mutations.',
  base: process.env.DOCS_BASE ?? '/',
  srcExclude: ['README.md', 'snippets/**', 'reference/README.md'],
  head: [['link', { rel: 'icon', type: 'image/svg+xml', href: `${process.env.DOCS_BASE ?? '/'}logo.svg` }]],
  lastUpdated: false,
  markdown: {
    anchor: { slugify: slugOf },
    theme: { light: 'github-light-high-contrast', dark: 'github-dark' },
    config: (markdown) => {
      markdown.use(linkBetweenPages)
      markdown.use(drawPictures)
    },
  },
  vite: { build: { chunkSizeWarningLimit: 4_000 } },
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
        miniSearch: { searchOptions: { fuzzy: 0.15, prefix: true, boost: { title: 6, titles: 3, text: 1 } } },
        // Written pages come before the reference of the same name.
        _render(source, env, markdown) {
          const html = markdown.render(source, env)
          return env.frontmatter?.search === false ? '' : html
        },
      },
    },
  },
})
