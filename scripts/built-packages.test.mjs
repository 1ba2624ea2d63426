// The built packages, loaded by Node itself, as ESM and as CommonJS.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from './bootstrap.mjs'
import { leaks, listed } from './internal-names.mjs'
import { entryPoints, packages } from './entry-points.mjs'

/** Entry points, each with its package's folder: a package knows itself by its name. */
const entries = entryPoints.map(({ name, folder }) => [name, `packages/${folder}`])

const nodeIn =
  (folder) =>
  (...args) =>
    JSON.parse(execFileSync(process.execPath, args, { cwd: join(root, folder), encoding: 'utf8' }))
const print = (names) => `console.log(JSON.stringify(${names}))`

test.each(entries)('%s offers the same names to import and to require', (entry, folder) => {
  const node = nodeIn(folder)
  const imported = node(
    '--input-type=module',
    '-e',
    `import * as all from '${entry}'; ${print('Object.keys(all)')}`,
  )
  const required = node('--input-type=commonjs', '-e', print(`Object.keys(require('${entry}'))`))
  expect(imported).not.toEqual([])
  expect(required.filter((name) => name !== 'default').toSorted()).toEqual(imported.toSorted())
})

test.each(entries)('importing %s lets a program end at once and adds no global', (entry, folder) => {
  const globals = 'Object.getOwnPropertyNames(globalThis)'
  const code = `const before = ${globals}; await import('${entry}'); ${print(`${globals}.filter((name) => !before.includes(name))`)}`
  const added = nodeIn(folder)('--input-type=module', '-e', code)
  // Vue adds some itself.
  expect(added.filter((name) => !name.startsWith('__VUE'))).toEqual([])
})

test.each(['js', 'cjs'])("the react package's %s file begins with 'use client'", (ending) => {
  const text = readFileSync(join(root, 'packages', 'react', 'dist', `index.${ending}`), 'utf8')
  expect(text).toMatch(/^'use client';/)
})

test('the core is built with short names for no member that its types or the platform know', () => {
  expect(listed().length).toBeGreaterThan(50)
  expect(leaks()).toEqual([])
  expect(leaks(['overtake', 'getSnapshot', 'addEventListener'])).toEqual(['getSnapshot', 'addEventListener'])
})

test('a dry run shows every package with its files, and publishes nothing', { timeout: 120_000 }, () => {
  const args = [join(root, 'scripts', 'publish.mjs'), '--dry-run', '--built']
  const shown = execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8', stdio: 'pipe' })
  for (const { manifest } of packages) expect(shown).toContain(`${manifest.name}@${manifest.version}: `)
  expect(shown).toContain('Nothing was published.')
  // Neither sources and tests nor maps of them.
  expect(shown).not.toMatch(/kB {2}(?:src\/|\S+\.test\.|\S+\.map$)/m)
})
