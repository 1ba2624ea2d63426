// Each rule of floors.mjs bites, and what is allowed stays allowed.
import { expect, test } from 'vitest'
import { checkImports } from './floors.mjs'

const manifests = {
  'packages/core': {
    name: '@freshline/core',
    exports: { '.': {}, './hydration': {} },
    dependencies: { tiny: '1.0.0' },
  },
  'packages/react': {
    name: '@freshline/react',
    exports: { '.': {} },
    peerDependencies: { '@freshline/core': '*', react: '*' },
  },
  'packages/test-utils': { name: '@freshline/test-utils', private: true, exports: { '.': {} } },
}
const check = (files) => checkImports(new Map(Object.entries(files)), manifests)
const inCore = (files) => {
  const entries = Object.entries(files).map(([file, text]) => [`packages/core/src/${file}`, text])
  return check(Object.fromEntries(entries))
}

test('a floor may import the floors below it', () => {
  const files = {
    'base/a.ts': '',
    'sync/b.ts': "import { a } from '../base/a'",
    'index.ts': "export * from './sync/b'",
  }
  expect(inCore(files)).toEqual([])
})

test.each([
  ['import', "import { b } from '../sync/b'"],
  ['import type', "import type { B } from '../sync/b'"],
  ['import() type', "type B = import('../sync/b').B"],
  ['dynamic import', "const b = await import('../sync/b')"],
  ['export from', "export { b } from '../sync/b'"],
  ['index file', "import { b } from '../sync'"],
])('a higher floor is refused: %s', (_, text) => {
  const violations = inCore({ 'cache/a.ts': `// comment\n${text}`, 'sync/b.ts': '', 'sync/index.ts': '' })
  expect(violations).toEqual([
    "packages/core/src/cache/a.ts:2 'cache' (floor 2) imports 'sync' above it (floor 4)",
  ])
})

test('a neighbour on the same floor is refused', () => {
  const violations = inCore({ 'keys/a.ts': "import type { B } from '../errors/b'", 'errors/b.ts': '' })
  expect(violations).toEqual([
    "packages/core/src/keys/a.ts:1 'keys' imports its neighbour 'errors' on floor 1",
  ])
})

test('a room that has no floor is refused', () => {
  const violations = inCore({ 'sync/a.ts': "import '../attic/b'", 'attic/b.ts': '' })
  expect(violations).toEqual([
    "packages/core/src/sync/a.ts:1 'attic' has no floor; add it to scripts/floors.mjs",
  ])
})

test('a room that imports the entry point is refused', () => {
  const violations = inCore({ 'sync/a.ts': "import '../index'", 'index.ts': '' })
  expect(violations).toHaveLength(1)
  expect(violations[0]).toContain('must not import the entry point')
})

test('a unit test may reach upwards', () => {
  expect(inCore({ 'base/a.test.ts': "import '../sync/b'", 'sync/b.ts': '' })).toEqual([])
})

test('a cycle is refused and its way shown, type imports included', () => {
  const files = {
    'keys/a.ts': "import './b'",
    'keys/b.ts': "import type {} from './c'",
    'keys/c.ts': "import './a'",
  }
  const way = ['a', 'b', 'c', 'a'].map((name) => `packages/core/src/keys/${name}.ts`).join(' -> ')
  expect(inCore(files)).toEqual([`cycle: ${way}`])
})

test('a file that imports itself is a cycle', () => {
  expect(inCore({ 'keys/a.ts': "import './a'" })).toHaveLength(1)
})

test('another package is imported through its public entry points only', () => {
  const from = (specifier) => check({ 'packages/react/src/a.ts': `import '${specifier}'` })
  expect(from('@freshline/core')).toEqual([])
  expect(from('@freshline/core/hydration')).toEqual([])
  expect(from('@freshline/core/src/keys')).toEqual([
    "packages/react/src/a.ts:1 '@freshline/core/src/keys' is not a public entry point of @freshline/core",
  ])
  expect(from('../../core/src/index')).toEqual([
    "packages/react/src/a.ts:1 reaches out of its package: '../../core/src/index'",
  ])
})

test('a library imports only what its users get with it; its tests are free', () => {
  const text = "import 'tiny'; import 'vitest'; import 'node:fs'"
  expect(check({ 'packages/core/src/a.ts': text })).toEqual([
    "packages/core/src/a.ts:1 'vitest' is not a dependency of @freshline/core",
    "packages/core/src/a.ts:1 a library must not import 'node:fs'",
  ])
  expect(check({ 'packages/core/src/a.test.ts': text })).toEqual([])
  expect(check({ 'packages/test-utils/src/a.ts': text })).toEqual([])
})

test('a spec goes through the public entry', () => {
  const spec = { 'packages/core/test/spec/polling.test.ts': "import '../../src/sync/b'; import './scene'" }
  expect(check(spec)).toEqual([
    "packages/core/test/spec/polling.test.ts:1 a spec goes through the package's public entry, not '../../src/sync/b'",
  ])
})
