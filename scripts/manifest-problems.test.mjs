import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { manifestProblems } from './manifest-problems.mjs'

const conditions = {
  import: { types: './dist/index.d.ts', default: './dist/index.js' },
  require: { types: './dist/index.d.cts', default: './dist/index.cjs' },
}
const good = {
  name: '@freshline/x',
  description: 'It does x.',
  license: 'MIT',
  keywords: ['a', 'b', 'c', 'd', 'e'],
  sideEffects: false,
  files: ['dist'],
  exports: { '.': { '@freshline/source': './src/index.ts', ...conditions } },
  publishConfig: { access: 'public', exports: { '.': conditions } },
  dependencies: { '@freshline/core': 'workspace:^', lit: '3.3.3' },
}
const readme = `# @freshline/x\n\nnpm install @freshline/x\n${'\n'.repeat(30)}`

let folder

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'freshline-manifest-'))
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

const problemsOf = (changes, text = readme) => {
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ ...good, ...changes }))
  writeFileSync(join(folder, 'README.md'), text)
  return manifestProblems(folder)
}

test('a whole package has no problem', () => {
  expect(problemsOf({})).toEqual([])
})

test('an entry that is not published, or not whole, is told', () => {
  const exports = {
    ...good.exports,
    './extra': { '@freshline/source': './src/extra.ts', import: conditions.import },
  }
  expect(problemsOf({ exports })).toEqual([
    'publishConfig.exports is not exports without @freshline/source',
    'exports["./extra"].require is not whole',
  ])
})

test('a published source condition is told', () => {
  const publishConfig = { access: 'public', exports: good.exports }
  expect(problemsOf({ publishConfig })).toEqual([
    'publishConfig.exports is not exports without @freshline/source',
  ])
})

test('a dependency that floats is told', () => {
  expect(problemsOf({ dependencies: { lit: '^3.0.0' } })).toEqual(['the range of lit is ^3.0.0'])
})

test.each([
  ['license', 'license is not MIT'],
  ['keywords', 'it has fewer than five keywords'],
  ['description', 'it has no description'],
  ['sideEffects', 'sideEffects is not said'],
  ['files', 'files has no dist'],
])('a package without %s is told', (field, problem) => {
  expect(problemsOf({ [field]: undefined })).toEqual([problem])
})

test('a README that is short and does not say how to install is told', () => {
  expect(problemsOf({}, '# x\n')).toEqual([
    'README.md does not begin with "# @freshline/x"',
    'README.md does not say how to install it',
    'README.md has 2 lines; about 40 are wanted',
  ])
})
