// What can be said of the mutation tests without running them: the page tells the kept results, and each explanation
// speaks of a line that is still there.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from './bootstrap.mjs'
import { leastScore, mutantFolders, notYet } from './mutants-folders.mjs'
import { explanationOf, pageOf, resultOf, sumOf } from './mutants-page.mjs'

const read = (file) => readFileSync(join(root, file), 'utf8')
const explained = JSON.parse(read('scripts/mutants-explained.json'))
const results = JSON.parse(read('scripts/mutants-results.json'))

describe('the kept results', () => {
  it('are of every folder, each over the least score', () => {
    expect(Object.keys(results)).toEqual(Object.keys(mutantFolders))
    const poor = Object.entries(results).filter(
      ([, { files }]) => sumOf(Object.values(files)).score < leastScore,
    )
    expect(poor.map(([folder]) => folder)).toEqual([])
  })

  it('count what they list', () => {
    for (const { files, survivors } of Object.values(results)) {
      const { survived, notReached } = sumOf(Object.values(files))
      expect(survivors).toHaveLength(survived + notReached)
    }
  })

  it('are what docs/mutants.md tells', () => {
    expect(read('docs/mutants.md')).toBe(pageOf(results, explained, notYet))
  })

  it('hold nothing of files that are still to be measured', () => {
    for (const [folder, files] of Object.entries(notYet))
      expect(Object.keys(results[folder].files).filter((file) => files.includes(file))).toEqual([])
  })

  it('leave no survivor without an explanation', () => {
    const open = Object.values(results).flatMap(({ survivors }) =>
      survivors.filter((survivor) => !explanationOf(survivor, explained)),
    )
    expect(open).toEqual([])
  })
})

describe('explanations', () => {
  const sources = (file) => {
    const folders = Object.values(mutantFolders).map(({ sources: glob }) =>
      glob.slice(0, glob.lastIndexOf('/')),
    )
    return folders
      .map((folder) => `packages/core/${folder}/${file}`)
      .find((path) => existsSync(join(root, path)))
  }

  it.each(explained)('$file, $line: the line is there', ({ file, line, mutator, reason }) => {
    expect(
      read(sources(file))
        .split('\n')
        .map((each) => each.trim()),
    ).toContain(line)
    expect(mutator).toMatch(/^[A-Z]\w+$/)
    expect(reason.length).toBeGreaterThan(20)
  })

  it('are each of one survivor at least: none is left over', () => {
    const survivors = Object.values(results).flatMap((result) => result.survivors)
    const idle = explained.filter((each) => !survivors.some((survivor) => explanationOf(survivor, [each])))
    expect(idle).toEqual([])
  })
})

describe('the page', () => {
  const mutant = (status, line, replacement = 'true') => ({
    status,
    mutatorName: 'ConditionalExpression',
    replacement,
    location: { start: { line, column: 7 }, end: { line, column: 12 } },
  })
  const report = {
    files: {
      'packages/core/src/base/a.ts': {
        source: '  if (a < b) c()\n  if (d | e) f()\n',
        mutants: [
          mutant('Killed', 1),
          mutant('RuntimeError', 1),
          mutant('Timeout', 1),
          mutant('Survived', 1),
          mutant('NoCoverage', 2, '`x`'),
        ],
      },
      'packages/core/src/base/types.ts': { source: '', mutants: [] },
    },
  }
  const result = resultOf(report, 'packages/core/src/base/')

  it('counts what was noticed and lists what was not', () => {
    expect(result.files).toEqual({ 'a.ts': { killed: 2, timedOut: 1, survived: 1, notReached: 1 } })
    expect(sumOf(Object.values(result.files))).toMatchObject({ all: 5, score: 60 })
    expect(result.survivors).toEqual([
      {
        file: 'a.ts',
        line: 'if (a < b) c()',
        mutator: 'ConditionalExpression',
        original: 'a < b',
        replacement: 'true',
      },
      {
        file: 'a.ts',
        line: 'if (d | e) f()',
        mutator: 'ConditionalExpression',
        original: 'd | e',
        replacement: '`x`',
      },
    ])
  })

  it('counts what timed out as survived where that is explained', () => {
    const found = { file: 'a.ts', line: 'if (a < b) c()', mutator: 'ConditionalExpression', reason: 'why' }
    const { files, survivors } = resultOf(report, 'packages/core/src/base/', { explained: [found] })
    expect(files).toEqual({ 'a.ts': { killed: 2, timedOut: 0, survived: 2, notReached: 1 } })
    expect(survivors).toHaveLength(3)
    expect(resultOf(report, 'packages/core/src/base/', { notYet: ['a.ts'] }).files).toEqual({})
  })

  it('explains a change by its line, and where it says so by what it was changed to', () => {
    const [first, second] = result.survivors
    const reason = { file: 'a.ts', line: 'if (a < b) c()', mutator: 'ConditionalExpression', reason: 'why' }
    expect(explanationOf(first, [reason])).toBe('why')
    expect(explanationOf(first, [{ ...reason, replacement: 'true' }])).toBe('why')
    for (const other of [{ replacement: 'false' }, { line: '' }, { file: 'b.ts' }, { mutator: 'X' }])
      expect(explanationOf(first, [{ ...reason, ...other }])).toBeUndefined()
    expect(explanationOf(second, [reason])).toBeUndefined()
  })

  it('keeps its tables whole whatever code stands in them', () => {
    const page = pageOf({ base: result }, [])
    expect(page).toContain('| [base](#base) | 5 | 2 | 1 | 1 | 1 | 60.0 % | 0 | 2 |')
    expect(page).toContain(String.raw`| a.ts | ` + '`d \\| e` | `` `x` `` | **open** |')
  })
})
