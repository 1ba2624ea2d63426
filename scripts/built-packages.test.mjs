// The built packages, loaded by Node itself from a project that depends on them, as ESM and as CommonJS.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from './bootstrap.mjs'

/** Entry points, each with an example that depends on its package. */
const entries = [
  ...['', '/adapter', '/delta', '/hydration', '/shared'].map((name) => [
    `@freshline/core${name}`,
    'admin-dashboard',
  ]),
  ['@freshline/server', 'server'],
  ['@freshline/react', 'admin-dashboard'],
  ['@freshline/devtools', 'admin-dashboard'],
]

const nodeIn =
  (example) =>
  (...args) =>
    JSON.parse(
      execFileSync(process.execPath, args, { cwd: join(root, 'examples', example), encoding: 'utf8' }),
    )
const print = (names) => `console.log(JSON.stringify(${names}))`

test.each(entries)('%s offers the same names to import and to require', (entry, example) => {
  const node = nodeIn(example)
  const imported = node(
    entry,
    '--input-type=module',
    '-e',
    `import * as all from '${entry}'; ${print('Object.keys(all)')}`,
  )
  const required = node(entry, '--input-type=commonjs', '-e', print(`Object.keys(require('${entry}'))`))
  expect(imported).not.toEqual([])
  expect(required.filter((name) => name !== 'default').toSorted()).toEqual(imported.toSorted())
})

test.each(entries)('importing %s lets a program end at once and adds no global', (entry, example) => {
  const globals = 'Object.getOwnPropertyNames(globalThis)'
  const code = `const before = ${globals}; await import('${entry}'); ${print(`${globals}.filter((name) => !before.includes(name))`)}`
  expect(nodeIn(example)('--input-type=module', '-e', code)).toEqual([])
})

test.each(['js', 'cjs'])("the react package's %s file begins with 'use client'", (ending) => {
  const text = readFileSync(join(root, 'packages', 'react', 'dist', `index.${ending}`), 'utf8')
  expect(text).toMatch(/^'use client';/)
})
