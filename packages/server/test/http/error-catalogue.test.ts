import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { serverErrorCatalogue } from '../../src/index'

const folder = fileURLToPath(new URL('../../src', import.meta.url))
const texts = globSync('**/*.ts', { cwd: folder })
  .filter((file) => !file.endsWith('error-catalogue.ts') && !file.endsWith('.test.ts'))
  .map((file) => readFileSync(`${folder}/${file}`, 'utf8'))

/** Ways in which the sources name a code: a problem, a coded error, a function that makes one of either, a union. */
const WAYS = [
  /\bcode: '([a-z_0-9]+)'/g,
  /(?:new CodedError|super|refuse|notFound)\(\s*'([a-z_0-9]+)',/g,
  /\bNOT_CONNECTED = '([a-z_0-9]+)'/g,
]

/** In answers to nobody: what the audit log says of an attempt that failed inside. */
const OTHERS = ['failed']

/** Members and parameters that are refused, by the same functions as codes. */
const NAMES = ['collection', 'since', 'limit']

const used = new Set(
  texts.flatMap((text) => WAYS.flatMap((way) => [...text.matchAll(way)].map(([, code = '']) => code))),
)
for (const code of [...OTHERS, ...NAMES]) used.delete(code)

describe('serverErrorCatalogue', () => {
  it('holds every code that the sources use', () => {
    expect([...used]).toEqual(expect.arrayContaining(['too_many_requests', 'foreign_origin', 'load_timeout']))
    expect([...used].filter((code) => !(code in serverErrorCatalogue))).toEqual([])
  })

  it('holds no code that they do not use', () => {
    const all = texts.join('\n')
    const unused = Object.keys(serverErrorCatalogue).filter((code) => !new RegExp(`\\b${code}\\b`).test(all))
    expect(unused).toEqual([])
  })

  it('describes each in one sentence, in order', () => {
    for (const text of Object.values(serverErrorCatalogue)) expect(text).toMatch(/^[A-Z`].*\.$/)
    const codes = Object.keys(serverErrorCatalogue)
    expect(codes).toEqual([...codes].sort())
  })
})
