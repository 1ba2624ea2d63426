/** C8: what structural sharing makes of any two values, judged by their recipes. */
import * as fc from 'fast-check'
import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict'
import { isDeepStrictEqual } from 'node:util'
import type { Model } from './model'
import { anyRecipe, build, describe, edited, isOpen, type Recipe } from './recipes'

const pairs = anyRecipe.chain((recipe) => fc.tuple(fc.constant(recipe), edited(recipe)))

/** Every part that is equal and in its old place, or a row of the same id, is the old part. */
function checkShared(before: Recipe, after: Recipe, previous: unknown, result: unknown): void {
  if (isEqual(before, after)) {
    // What cannot be taken apart is nowhere the same, nor is what holds it.
    if (isOpen(after)) return ok(Object.is(result, previous), 'an equal part is not the old one')
  } else
    ok(typeof result !== 'object' || result === null || result !== previous, 'what changed is the old one')
  if (before.kind === 'array' && after.kind === 'array') {
    const [olds, news] = [previous, result] as unknown[][]
    for (const [at, item] of after.items.entries()) {
      const from = placeOf(before.items, after.items, at)
      const old = before.items[from]
      if (old) checkShared(old, item, olds?.[from], news?.[at])
    }
  } else if (
    before.kind !== 'leaf' &&
    before.kind === after.kind &&
    'members' in before &&
    'members' in after
  ) {
    for (const [name, member] of after.members) {
      const old = before.members.find(([other]) => other === name)?.[1]
      if (old) checkShared(old, member, memberOf(previous, name), memberOf(result, name))
    }
  }
}

/**
 * Where the old row of a new one is: where its id was, if no id occurs twice. What moved without one is not looked for,
 * nor is a row with one in a list whose last has none.
 */
function placeOf(before: readonly Recipe[], after: readonly Recipe[], at: number): number {
  const id = idOf(after[at])
  if (id === undefined) return isEqual(before[at], after[at]) ? at : -1
  const [olds, news] = [before.map(idOf), after.map(idOf)]
  if (news.at(-1) === undefined) return isEqual(before[at], after[at]) ? at : -1
  const isUnique = [olds, news].every((ids) => ids.filter((each) => Object.is(each, id)).length <= 1)
  return isUnique ? olds.findIndex((each) => Object.is(each, id)) : -1
}

function idOf(recipe: Recipe | undefined): unknown {
  if (!recipe || !('members' in recipe)) return undefined
  const member = recipe.members.find(([name]) => name === 'id')?.[1]
  return member?.kind === 'leaf' ? (member.leaf ?? undefined) : undefined
}

function memberOf(value: unknown, name: string): unknown {
  return Object.getOwnPropertyDescriptor(value, name)?.value
}

/** Order of members is no content. */
function isEqual(a: Recipe | undefined, b: Recipe | undefined): boolean {
  return isDeepStrictEqual(a && sorted(a), b && sorted(b))
}

function sorted(recipe: Recipe): unknown {
  if (recipe.kind === 'array') return recipe.items.map(sorted)
  if (recipe.kind === 'leaf' || recipe.kind === 'opaque') return recipe
  return [recipe.kind, new Map(recipe.members.map(([name, member]) => [name, sorted(member)]))]
}

export const shareModel: Model = {
  claim:
    'a shared value is the next one, with all that is equal taken from the previous, and neither is changed',
  runs: 3000,
  property: ({ share }) =>
    fc.property(pairs, ([before, after]) => {
      const [previous, next] = [build(before), build(after)]
      const result = share(previous, next)
      ok(isEqual(describe(result), after), 'another value')
      deepStrictEqual([describe(previous), describe(next)], [before, after])
      checkShared(before, after, previous, result)
      strictEqual(({} as { a?: unknown }).a, undefined)
      // Shared with itself, or with what it was made of, nothing is new.
      if (isOpen(after)) strictEqual(share(result, build(after)), result)
    }),
}

/** Two values of one shape that hold themselves, somewhere. */
const rings = fc.tuple(anyRecipe, anyRecipe, fc.nat(12)).map(([a, b, depth]) => {
  const toRing = (recipe: Recipe) => {
    const ring: Record<string, unknown> = { part: build(recipe) }
    let inner = ring
    for (let level = 0; level < depth; level++) inner = inner.deeper = { level }
    inner.ring = ring
    inner.list = [[inner], ring]
    return ring
  }
  return [toRing(a), toRing(b)] as const
})

export const cycleModel: Model = {
  claim: 'a value that holds itself is the next one',
  runs: 300,
  property: ({ share }) =>
    fc.property(rings, ([previous, next]) => ok(isDeepStrictEqual(share(previous, next), next))),
}
