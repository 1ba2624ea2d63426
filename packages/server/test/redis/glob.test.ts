import { compilePattern } from '@freshline/core/shared'
import { startRedis, type RedisServer } from '@freshline/test-utils/servers'
import * as fc from 'fast-check'
import { createConnection } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

// Our patterns are the part of Redis' globs that both sides need: what they share is asked of a real Redis. As many
// runs as wanted by PROPERTY_RUNS, again by PROPERTY_SEED.

let redis: RedisServer
beforeAll(async () => {
  redis = await startRedis()
})
afterAll(() => redis.close())

/** For each pattern one text of 0 and 1: which of the keys Redis finds by it. */
const FIND = `
  redis.call('FLUSHALL')
  local count = tonumber(ARGV[1])
  local names = {}
  for n = 2, count + 1 do redis.call('SET', ARGV[n], '1') end
  local answer = {}
  for p = count + 2, #ARGV do
    local found = {}
    for _, key in ipairs(redis.call('KEYS', ARGV[p])) do found[key] = true end
    for n = 2, count + 1 do answer[#answer + 1] = found[ARGV[n]] and '1' or '0' end
  end
  return table.concat(answer)`

/** What one Redis says to one question, of whatever length; commands of `redis` itself are for short answers. */
async function ask(words: readonly string[]): Promise<string> {
  const socket = createConnection(redis.port, '127.0.0.1')
  const parts = words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`)
  socket.write(`*${words.length}\r\n${parts.join('')}`)
  let text = ''
  for await (const chunk of socket) {
    text += String(chunk)
    const [, size, body = ''] = /^\$(\d+)\r\n([^]*)\r\n$/.exec(text) ?? []
    if (body.length === Number(size)) return body
    if (text.startsWith('-')) throw new Error(text)
  }
  throw new Error('Redis hung up')
}

const find = async (keys: readonly string[], patterns: readonly string[]) => {
  const found = await ask(['EVAL', FIND, '0', `${keys.length}`, ...keys, ...patterns])
  return patterns.map((_, at) => keys.filter((_key, n) => found[at * keys.length + n] === '1'))
}

/** The glob that means the same: all that Redis would read more into is made literal. */
const toGlob = (pattern: string) =>
  pattern.replace(/(\\+)(\*?)|[?[\]^-]/g, (all: string, run: string | undefined, star: string) => {
    if (run === undefined) return `\\${all}`
    // After an odd run the star is a star; our patterns match the backslashes too.
    return `${run}${run}${star && run.length % 2 === 1 ? '\\*' : star}`
  })

const joined = (letters: string[], maxLength: number) =>
  fc.array(fc.constantFrom(...letters), { minLength: 1, maxLength }).map((list) => list.join(''))
const plain = ['a', 'a', 'b', ':', ':', '*', '*', '\u00e9', '\u{1f600}', '"', '{', '}', ',', '/', '.', '%']
const special = [...plain, '\\', '\\*', '?', '[', ']', '^', '-', '[a-b]', '\\\\', '(', '$', '|']

async function agree(letters: string[], toTheirs: (pattern: string) => string): Promise<void> {
  const lists = fc.tuple(
    fc.uniqueArray(joined(letters, 8), { minLength: 20, maxLength: 60, size: 'max' }),
    fc.array(joined(letters, 7), { minLength: 20, maxLength: 60, size: 'max' }),
  )
  const { PROPERTY_RUNS, PROPERTY_SEED } = process.env
  await fc.assert(
    fc.asyncProperty(lists, async ([keys, patterns]) => {
      const theirs = await find(keys, patterns.map(toTheirs))
      for (const [at, pattern] of patterns.entries()) {
        const { matches } = compilePattern(pattern)
        expect({ pattern, keys: keys.filter(matches) }).toEqual({ pattern, keys: theirs[at] })
      }
    }),
    { numRuns: Number(PROPERTY_RUNS ?? 30), seed: Number(PROPERTY_SEED ?? (PROPERTY_RUNS ? Date.now() : 1)) },
  )
}

describe('patterns and the globs of a real Redis', () => {
  it('find the same keys where nothing but the star is special', () => agree(plain, (pattern) => pattern))

  it('find the same keys where all that is special to Redis alone is made literal', () =>
    agree(special, toGlob))
})
