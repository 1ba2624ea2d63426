/** C2, C3, rule 5: whatever a server sends, garbage included, nothing throws, and no word makes an answer fresher than it may be. */
import * as fc from 'fast-check'
import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict'
import { fields, NOW, seconds, type Fields } from './http-fields'
import type { Model, Parts } from './model'

const elapsed = fc.constantFrom(0, 1, 999, 1000, 60_000, 3_600_000, 1e12)
const status = fc.constantFrom(200, 203, 204, 206, 301, 304, 404, 418, 500, 599)

/** For how long an answer may be used in each way, from now on: what none may exceed. */
function reach(
  { readFreshness }: Parts,
  said: Fields,
  passed: number,
): [fresh: number, meanwhile: number, onError: number] {
  const {
    freshFor = 0,
    staleWhileRevalidate = 0,
    staleIfError = 0,
    age,
  } = readFreshness(new Headers(said), passed, NOW)
  for (const span of [freshFor, staleWhileRevalidate, staleIfError, age])
    ok(span >= 0 && span < Infinity, `${span}`)
  ok(age >= passed)
  return [freshFor, freshFor + staleWhileRevalidate, freshFor + staleIfError]
}

/** The same of a kept answer, by whether it may be used now: at once, while asking, and when asking fails. */
function uses(
  { judge, parseCacheControl }: Parts,
  code: number,
  said: Fields,
  asked: string,
  passed: number,
  isGuessed: boolean,
): boolean[] {
  const kept = { status: code, headers: new Headers(said) }
  const { isUsable, isUsableMeanwhile, isUsableAfter, age } = judge(
    kept,
    passed,
    parseCacheControl(asked),
    NOW,
    isGuessed,
  )
  ok(age >= passed && age < Infinity)
  return [
    isUsable,
    isUsable || isUsableMeanwhile,
    isUsable || isUsableAfter(500),
    isUsable || isUsableAfter(),
  ]
}

const with1 = (said: Fields, name: string, value: string): Fields => ({
  ...said,
  [name]: said[name] === undefined ? value : `${said[name]}, ${value}`,
})

/** Changes after which nothing may be used for longer, whatever was said before. */
const shortening = fc.oneof(
  fc
    .constantFrom('no-store', 'no-cache', 'must-revalidate', 'NO-STORE', 'x-unknown', 'x="max-age=9"')
    .map((word) => (said: Fields) => {
      // In front: what follows an open quote is no directive any more.
      return { ...said, 'cache-control': `${word}, ${said['cache-control'] ?? ''}` }
    }),
  fc.constant((said: Fields) => with1(said, 'vary', '*')),
)

export const garbageModel: Model = {
  claim: 'no headers make anything throw, or a span that is negative, endless or no number',
  runs: 1500,
  property: (parts) =>
    fc.property(fields, status, elapsed, fc.boolean(), (said, code, passed, isGuessed) => {
      reach(parts, said, passed)
      uses(parts, code, said, '', passed, isGuessed)
      strictEqual(typeof parts.isStorable({ status: code, headers: new Headers(said) }), 'boolean')
    }),
}

export const shorterModel: Model = {
  claim:
    'no-store, no-cache, must-revalidate and an unknown Vary lengthen nothing; an unknown directive changes nothing',
  runs: 1500,
  property: (parts) =>
    fc.property(
      fields,
      shortening,
      status,
      elapsed,
      fc.boolean(),
      (said, shorten, code, passed, isGuessed) => {
        const less: Fields = shorten(said)
        const [before, after] = [reach(parts, said, passed), reach(parts, less, passed)]
        ok(
          after.every((span, at) => span <= (before[at] ?? 0)),
          `${before.join()} → ${after.join()}`,
        )
        const [may, mayStill] = [said, less].map((each) => uses(parts, code, each, '', passed, isGuessed))
        ok(
          mayStill?.every((isAllowed, at) => !isAllowed || may?.[at]),
          'used though it must not be',
        )
        const word = less['cache-control']?.toLowerCase() ?? ''
        if (less['vary'] !== said['vary']) deepStrictEqual(after, [0, 0, 0])
        else if (word.startsWith('no-')) deepStrictEqual(after, [0, 0, 0])
        else if (word.startsWith('must-')) strictEqual(new Set(after).size, 1)
        if (less['cache-control']?.startsWith('x') && less['vary'] === said['vary'])
          deepStrictEqual([after, mayStill], [before, may])
      },
    ),
}

export const olderModel: Model = {
  claim: 'age lengthens nothing, said or passed: what is over stays over',
  runs: 1500,
  property: (parts) =>
    fc.property(
      fields,
      seconds,
      seconds,
      status,
      elapsed,
      elapsed,
      fc.boolean(),
      (said, a, b, code, passed, more, isGuessed) => {
        const [young, old] = [a, b].sort((x, y) => Number(x) - Number(y))
        const at = (age: string | undefined, time: number) => reach(parts, { ...said, age: age ?? '' }, time)
        const [fresh, aged, later] = [at(young, passed), at(old, passed), at(young, passed + more)]
        for (const [use, span] of fresh.entries()) {
          ok((aged[use] ?? 0) <= span && (later[use] ?? 0) <= span)
          // A window ends at a fixed age, and does not slide.
          ok((later[use] ?? 0) <= Math.max(0, span - more), 'slides')
        }
        const [now, then] = [passed, passed + more].map((time) =>
          uses(parts, code, said, '', time, isGuessed),
        )
        ok(then?.every((isAllowed, use) => !isAllowed || now?.[use]))
        // Who asks for less may not be given more, and nothing that is older than what was asked for.
        const { age } = parts.readFreshness(new Headers(said), passed, NOW)
        for (const asked of ['no-cache', `max-age=${a}`, `min-fresh=${b}`, 'max-age=x']) {
          const given = uses(parts, code, said, asked, passed, isGuessed)
          ok(given.every((isAllowed, use) => !isAllowed || now?.[use]))
          const isRefused =
            asked === 'no-cache' || (asked.startsWith('max-age=') && !(age < Number(a) * 1000))
          if (isRefused && !(asked.endsWith(a) && age === Number(a) * 1000)) ok(!given.includes(true), asked)
        }
      },
    ),
}

export const sameWordModel: Model = {
  claim: 'what is fresh for a fetch is fresh for the HTTP cache, and for as long',
  runs: 1500,
  property: (parts) =>
    fc.property(fields, status, elapsed, fc.nat(4_000_000), (said, code, passed, any) => {
      const directives = parts.parseCacheControl(said['cache-control'] ?? null)
      // With names of fields it is about those alone; a fetch cannot leave them out, and so keeps nothing.
      fc.pre(!directives.get('no-cache') && !directives.has('no-store') && !said['vary']?.includes('*'))
      const [fresh, meanwhile] = reach(parts, said, passed)
      for (const more of [fresh, meanwhile]
        .flatMap((end) => [end - 1, end, any])
        .filter((time) => time >= 0)) {
        const [isUsable, isUsableMeanwhile] = uses(parts, code, said, '', passed + more, false)
        strictEqual(isUsable, more < fresh)
        strictEqual(isUsableMeanwhile, more < Math.max(fresh, meanwhile))
      }
    }),
}
