// The built packages, loaded by Node itself from a project that depends on them, as ESM and as CommonJS.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from './bootstrap.mjs'

const entries = ['@freshline/core', '@freshline/core/hydration', '@freshline/react', '@freshline/devtools']
const consumer = join(root, 'examples', 'admin-dashboard')

const node = (...args) =>
  JSON.parse(execFileSync(process.execPath, args, { cwd: consumer, encoding: 'utf8' }))
const print = (names) => `console.log(JSON.stringify(${names}))`

test.each(entries)('%s offers the same names to import and to require', (entry) => {
  const imported = node(
    '--input-type=module',
    '-e',
    `import * as all from '${entry}'; ${print('Object.keys(all)')}`,
  )
  const required = node('--input-type=commonjs', '-e', print(`Object.keys(require('${entry}'))`))
  expect(imported).not.toEqual([])
  expect(required.filter((name) => name !== 'default').toSorted()).toEqual(imported.toSorted())
})

test.each(entries)('importing %s lets a program end at once and adds no global', (entry) => {
  const globals = 'Object.getOwnPropertyNames(globalThis)'
  const code = `const before = ${globals}; await import('${entry}'); ${print(`${globals}.filter((name) => !before.includes(name))`)}`
  expect(node('--input-type=module', '-e', code)).toEqual([])
})

test.each(['js', 'cjs'])("the react package's %s file begins with 'use client'", (ending) => {
  const text = readFileSync(join(root, 'packages', 'react', 'dist', `index.${ending}`), 'utf8')
  expect(text).toMatch(/^'use client';/)
})
