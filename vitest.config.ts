import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

// One project per kind of test. All but `build` and `browser` resolve the workspace's packages to their
// source by the private export condition, so that no test needs a build first.

const source = ['@freshline/source', 'module', 'browser', 'development|production']
const sourceNode = ['@freshline/source', 'module', 'node', 'development|production']
const fromSource = { resolve: { conditions: source }, ssr: { resolve: { conditions: sourceNode } } }

const slow = [
  '**/node_modules/**',
  '**/dist/**',
  '**/*.memory.test.{ts,mjs}',
  '**/test/{browser,build,redis,system}/**',
]
const adapters = ['packages/react', 'packages/vue', 'packages/vanilla', 'packages/devtools']
const inFolders = (folders: string[], pattern: string) => folders.map((folder) => `${folder}/${pattern}`)

/** React 18, and a test library beside it, under the names that sources and tests import. */
const react18 = ['react', 'react-dom', '@testing-library/react'].map((name) => ({
  find: new RegExp(`^${name}(?=/|$)`),
  replacement: fileURLToPath(new URL(`packages/react/test/react-18/node_modules/${name}`, import.meta.url)),
}))

/** Vue 3.4 under the names that sources and tests import. */
const vue34 = ['vue', '@vue/server-renderer'].map((name) => ({
  find: new RegExp(`^${name}(?=/|$)`),
  replacement: fileURLToPath(new URL(`packages/vue/test/vue-3.4/node_modules/${name}`, import.meta.url)),
}))

/** The packages under their names, for folders that are no package and so depend on none. */
const documented = [
  ['@freshline/core/(\\w+)', 'core/src/$1/index.ts'],
  ['@freshline/vanilla/(element)', 'vanilla/src/$1/index.ts'],
  ['@freshline/(\\w+)', '$1/src/index.ts'],
  ['@freshline/test-utils', 'test-utils/src/index.ts'],
  // What the documentation says of peers is asked of them.
  ['(@tanstack/react-query|@tanstack/query-core|swr)', '../bench/node_modules/$1'],
].map(([name, file]) => ({
  find: new RegExp(`^${name}$`),
  replacement: fileURLToPath(new URL(`packages/${file}`, import.meta.url)),
}))

export default defineConfig({
  test: {
    projects: [
      {
        ...fromSource,
        test: {
          name: 'unit',
          environment: 'node',
          include: [
            ...inFolders(
              ['packages/core', 'packages/server', 'packages/test-utils'],
              '{src,test}/**/*.test.ts',
            ),
            ...inFolders(['examples/server', 'bench'], '{src,test}/**/*.test.{ts,mjs}'),
            'scripts/**/*.test.mjs',
          ],
          exclude: [
            ...slow,
            'packages/core/test/spec/**',
            'packages/*/test/build/**',
            'packages/test-utils/src/browser/**',
            'packages/test-utils/src/servers/**',
            'scripts/built-packages.test.mjs',
          ],
        },
      },
      {
        ...fromSource,
        test: {
          name: 'spec',
          environment: 'node',
          include: ['packages/core/test/spec/**/*.test.ts'],
          exclude: slow,
        },
      },
      {
        ...fromSource,
        plugins: [vue()],
        test: {
          name: 'dom',
          environment: 'happy-dom',
          include: [
            ...inFolders(adapters, '{src,test}/**/*.test.{ts,tsx}'),
            'examples/{admin-dashboard,portal,start,widget}/{src,test}/**/*.test.{ts,tsx}',
          ],
          exclude: slow,
        },
      },
      {
        ...fromSource,
        resolve: { conditions: source, alias: react18 },
        test: {
          name: 'dom-react18',
          environment: 'happy-dom',
          include: ['packages/react/{src,test}/**/*.test.{ts,tsx}'],
          exclude: slow,
        },
      },
      {
        ...fromSource,
        resolve: { conditions: source, alias: vue34 },
        test: {
          name: 'dom-vue34',
          environment: 'happy-dom',
          include: ['packages/vue/{src,test}/**/*.test.ts'],
          exclude: slow,
        },
      },
      {
        // What the documentation says: its snippets that are tests, and its claims. It belongs to no package.
        ...fromSource,
        resolve: { conditions: source, alias: documented },
        plugins: [vue()],
        test: {
          name: 'docs',
          environment: 'happy-dom',
          include: ['docs/{snippets,test}/**/*.test.{ts,tsx}'],
          exclude: slow,
        },
      },
      {
        ...fromSource,
        test: {
          name: 'memory',
          environment: 'node',
          include: ['packages/*/{src,test}/**/*.memory.test.ts', 'bench/test/*.memory.test.mjs'],
          execArgv: ['--expose-gc'],
          // Collecting garbage again and again takes its time, most of all beside other tests.
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'types',
          include: [],
          typecheck: {
            enabled: true,
            only: true,
            include: ['packages/*/{src,test}/**/*.test-d.{ts,tsx}'],
            tsconfig: 'tsconfig.type-tests.json',
          },
        },
      },
      {
        // The same promises, asked of the built files that users install.
        test: {
          name: 'build',
          environment: 'node',
          include: [
            'packages/core/test/spec/**/*.test.ts',
            'packages/*/test/build/**/*.test.ts',
            'packages/*/test/contract.test.{ts,tsx}',
            'scripts/built-packages.test.mjs',
          ],
          exclude: ['**/*.memory.test.ts'],
        },
      },
      {
        // Against a real Redis, which each test file starts and stops itself.
        ...fromSource,
        test: {
          name: 'servers',
          environment: 'node',
          include: [
            'packages/server/test/redis/**/*.test.ts',
            'packages/test-utils/src/servers/**/*.test.ts',
          ],
          fileParallelism: false,
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      {
        // Servers, a proxy and browsers together.
        test: {
          name: 'system',
          environment: 'node',
          include: ['examples/*/test/system/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        ...fromSource,
        test: {
          name: 'browser',
          environment: 'node',
          include: [
            'packages/test-utils/src/browser/**/*.test.ts',
            'packages/{server,vanilla,devtools}/test/browser/**/*.test.ts',
            'examples/*/test/browser/**/*.test.ts',
            'docs/test/browser/**/*.test.ts',
          ],
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
