import { describe, expect, it } from 'vitest'
import { groups, suites } from '../src/bars.mjs'
import { toLines } from '../src/profile.mjs'
import { cellsOf, columns, figure, HEADINGS, markdown, number, verdict } from '../src/table.mjs'

const row = { id: 'x', work: 'hit', unit: '×', bar: 3.2, goal: 2 }
const result = (value, range = [value, value]) => ({
  value,
  range,
  peers: { 'lru-cache': 2.512 },
  facts: { ns: 48.4 },
})

describe('number', () => {
  it('shows three figures and groups thousands', () => {
    const shown = [3.37106, 0.07796, 0.125, 99.96, 143.6, 55063.7, 10000, 0, 1].map(number)
    expect(shown).toEqual(['3.37', '0.078', '0.125', '100', '144', '55,064', '10,000', '0', '1'])
    expect(number(NaN)).toBe('NaN')
  })

  it('has its unit beside it', () => {
    expect([figure(2, '×'), figure(2, 'B'), figure(2, '')]).toEqual(['2 ×', '2 B', '2'])
  })
})

describe('verdict', () => {
  it('says what was reached', () => {
    expect([1.9, 2, 3.2, 3.3].map((value) => verdict(row, value))).toEqual(['goal', 'goal', 'met', 'MISSED'])
    expect(verdict({ unit: '×' }, 5)).toBe('')
    expect(verdict({ bar: 50, atLeast: true }, 49)).toBe('MISSED')
    expect(verdict({ bar: 50, atLeast: true }, 50)).toBe('met')
  })

  it('says when single runs fell on both sides of the bar', () => {
    expect(verdict(row, 3.1, [3, 3.4])).toBe('met (close)')
    expect(verdict(row, 3.3, [3.1, 3.4])).toBe('MISSED (close)')
    expect(verdict({ bar: 50, atLeast: true }, 60, [40, 70])).toBe('met (close)')
  })
})

describe('tables', () => {
  it('name what was worked on, the bar, the peers and the figures', () => {
    expect(cellsOf(row, result(3.37))).toEqual([
      'hit',
      '3.37 ×',
      '',
      '≤ 3.2 × (2)',
      'MISSED',
      'lru-cache 2.51',
      'ns 48.4',
    ])
    expect(cellsOf(row, undefined)).toEqual(['hit', 'not run', '', '≤ 3.2 × (2)', '', '', ''])
    expect(cellsOf(row, result(3, [2.912, 3.108]))[2]).toBe('2.91 – 3.11')
    expect(cellsOf({ work: 'w', unit: '×', bar: 50, atLeast: true }, result(60))[3]).toBe('≥ 50 ×')
  })

  it('are Markdown, or columns', () => {
    const cells = cellsOf({ ...row, work: 'a | b' }, result(3))
    expect(markdown([cells]).split('\n')).toEqual([
      `| ${HEADINGS.join(' | ')} |`,
      '| --- | --- | --- | --- | --- | --- | --- |',
      '| a \\| b | 3 × |  | ≤ 3.2 × (2) | met | lru-cache 2.51 | ns 48.4 |',
    ])
    const [heading, line] = columns([cells]).split('\n')
    expect(line.indexOf('3 ×')).toBe(heading.indexOf('Freshline'))
  })
})

describe('rows and suites', () => {
  it('every id is there once, and so is every suite', () => {
    const ids = groups.flatMap((group) => group.rows.map(({ id }) => id))
    expect(new Set(ids).size).toBe(ids.length)
    expect(new Set(suites).size).toBe(suites.length)
  })
})

describe('the profile', () => {
  it('shows our functions alone, by their own time', () => {
    const node = (id, functionName, url) => ({ id, callFrame: { functionName, url, lineNumber: 9 } })
    const nodes = [
      node(1, 'write', 'file:///r/packages/core/dist/index.js'),
      node(2, 'hashKey', 'file:///r/node_modules/peer/index.js'),
      node(3, '', 'file:///r/packages/react/dist/index.js'),
    ]
    const lines = toLines({ nodes, samples: [1, 2, 1, 3], timeDeltas: [100, 500, 200, 100] })
    expect(lines).toEqual([' 75.0 %  write:10', ' 25.0 %  (anonymous):10'])
  })
})
