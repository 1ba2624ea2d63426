/** What the site's menus hold. A written page that is in none of them fails the build (scripts/docs-build.mjs). */
import { existsSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const group = (text, items, collapsed) => ({ text, items, ...(collapsed === undefined ? {} : { collapsed }) })
const page = (text, link) => ({ text, link })

export const nav = [
  page('Start', '/start'),
  page('Concepts', '/concepts'),
  { text: 'Recipes', link: '/recipes/admin-dashboard', activeMatch: '/recipes/' },
  page('Troubleshooting', '/troubleshooting'),
  { text: 'Reference', link: '/reference/', activeMatch: '/reference/' },
]

const written = [
  group('Begin', [
    page('Start in five minutes', '/start'),
    page('Comparison with peers', '/comparison'),
    page('Tested support', '/support'),
  ]),
  group('Concepts', [
    page('Overview', '/concepts'),
    page('Freshness and time', '/concepts/freshness'),
    page('Keys, patterns and tags', '/concepts/keys'),
    page('Polling and visibility', '/concepts/polling'),
    page('Invalidation', '/concepts/invalidation'),
    page('The ten ordering rules', '/concepts/ordering'),
    page('Mutations', '/concepts/mutations'),
    page('HTTP', '/http'),
    page('The cache on its own', '/concepts/cache'),
    page('Events, log and plug-ins', '/concepts/events'),
  ]),
  group('Guides', [
    page('React', '/react'),
    page('Vue', '/vue'),
    page('Without a framework', '/vanilla'),
    page('Server companion', '/server'),
    page('Collections by delta', '/delta'),
    page('Devtools', '/devtools'),
    page('Metrics', '/metrics'),
  ]),
  group('Recipes', [
    page('Admin dashboard', '/recipes/admin-dashboard'),
    page('Customer portal', '/recipes/portal'),
    page('Embedded widget', '/recipes/widget'),
    page('Preview equals live', '/recipes/preview-equals-live'),
    page('Next route handlers', '/recipes/next'),
    page('Hono', '/recipes/hono'),
    page('Express', '/recipes/express'),
    page('Sign-in and sign-out', '/recipes/auth'),
    page('A rate-limited upstream', '/recipes/rate-limited-upstream'),
    page('Server rendering', '/recipes/server-rendering'),
    page('Testing your app', '/recipes/testing'),
  ]),
  group('In use', [
    page('Troubleshooting', '/troubleshooting'),
    page('Rolling out and back', '/roll-out'),
    page('Security', '/security'),
    page('Errors by code', '/errors'),
    page('Server errors by code', '/server-errors'),
  ]),
  group('Coming from', [
    page('fetch in an effect', '/migration/fetch'),
    page('TanStack Query', '/migration/tanstack-query'),
    page('SWR', '/migration/swr'),
  ]),
  group('Figures', [
    page('Sizes', '/sizes'),
    page('Simulation of the rules', '/simulation'),
    page('Mutation tests', '/mutants'),
    page('Ten minutes of a dashboard', '/use'),
    page('Benchmarks', '/benchmarks'),
    page('A simulated day', '/soak'),
    page('Faults in a real browser', '/faults'),
  ]),
  group('Project', [
    page('Architecture', '/project/architecture'),
    page('Contributing', '/project/contributing'),
    page('Security policy', '/project/security'),
  ]),
]

/** The pages of docs/errors, which would drown the menu of all others. */
function errorPages() {
  const codes = (folder) =>
    readdirSync(fileURLToPath(new URL(`../${folder}`, import.meta.url)))
      .filter((file) => file.endsWith('.md'))
      .sort()
      .map((file) => page(file.slice(0, -3), `/${folder}/${file.slice(0, -3)}`))
  return [
    group('Errors', [page('All codes', '/errors'), ...codes('errors')]),
    group('Server errors', [page('All codes', '/server-errors'), ...codes('server-errors')]),
  ]
}

/**
 * The reference's menus, as its folders are: one for each entry point, with its names and the way to the others. One
 * menu with all names would be in every page, and most of it.
 */
function referenceMenus() {
  const folder = fileURLToPath(new URL('../reference/', import.meta.url))
  const kinds = ['classes', 'functions', 'variables', 'interfaces', 'type-aliases']
  const list = (path) =>
    existsSync(folder + path) ? readdirSync(folder + path, { withFileTypes: true }) : []
  const doorsOf = ({ name }) => {
    const doors = list(`@freshline/${name}`).filter(
      (each) => each.isDirectory() && !kinds.includes(each.name),
    )
    if (doors.length === 0) return [{ text: name, path: `@freshline/${name}` }]
    const names = doors
      .map((door) => door.name)
      .sort((a, b) => (b === 'index') - (a === 'index') || (a < b ? -1 : 1))
    return names.map((door) => ({
      text: door === 'index' ? name : `${name}/${door}`,
      path: `@freshline/${name}/${door}`,
    }))
  }
  const all = list('@freshline')
    .filter((each) => each.isDirectory())
    .flatMap(doorsOf)
  const namesIn = (path) =>
    kinds.flatMap((kind) =>
      list(`${path}/${kind}`)
        .map((file) => file.name.slice(0, -3))
        .sort()
        .map((name) => page(name, `/reference/${path}/${kind}/${name}`)),
    )
  const others = group('Entry points', [
    page('All packages', '/reference/'),
    ...all.map(({ text, path }) => page(text, `/reference/${path}/`)),
  ])
  const menus = all.map(({ text, path }) => [`/reference/${path}/`, [group(text, namesIn(path)), others]])
  return { ...Object.fromEntries(menus), '/reference/': [others] }
}

export const sidebar = {
  '/': written,
  '/errors/': errorPages(),
  '/server-errors/': errorPages(),
  ...referenceMenus(),
}
