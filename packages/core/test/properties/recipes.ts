/**
 * Values as recipes: built twice, a recipe makes two values that share nothing, and two recipes are equal exactly if
 * their values are. So a test knows what is equal without asking anything that compares values.
 */
import * as fc from 'fast-check'

/** What is made: `opaque` kinds are never taken apart, so two of them are never the same. */
export type Recipe =
  | { readonly kind: 'leaf'; readonly leaf: unknown }
  | { readonly kind: 'array'; readonly items: readonly Recipe[] }
  | { readonly kind: 'plain' | 'bare'; readonly members: readonly (readonly [string, Recipe])[] }
  | {
      readonly kind: 'opaque'
      readonly which: 'date' | 'map' | 'set' | 'class' | 'bytes'
      readonly leaf: number
    }

class Instance {
  readonly n: number
  constructor(n: number) {
    this.n = n
  }
}

const OPAQUE = {
  date: (n: number) => new Date(n),
  map: (n: number) => new Map([[n, n]]),
  set: (n: number) => new Set([n]),
  class: (n: number) => new Instance(n),
  bytes: (n: number) => Uint8Array.of(n),
}

/** A value of its own, frozen wherever it can be. */
export function build(recipe: Recipe): unknown {
  switch (recipe.kind) {
    case 'leaf':
      return recipe.leaf
    case 'array':
      return Object.freeze(recipe.items.map(build))
    case 'opaque':
      return OPAQUE[recipe.which](recipe.leaf)
    default: {
      const value = recipe.kind === 'bare' ? (Object.create(null) as object) : {}
      for (const [name, member] of recipe.members) {
        // Defined, not assigned: `__proto__` is a member like any other.
        const facts = { value: build(member), enumerable: true, configurable: true, writable: true }
        Object.defineProperty(value, name, facts)
      }
      return Object.freeze(value)
    }
  }
}

/** The recipe of a value. */
export function describe(value: unknown): Recipe {
  if (typeof value !== 'object' || value === null) return { kind: 'leaf', leaf: value }
  if (Array.isArray(value)) return { kind: 'array', items: value.map(describe) }
  if (value instanceof Date) return { kind: 'opaque', which: 'date', leaf: value.getTime() }
  if (value instanceof Map) return { kind: 'opaque', which: 'map', leaf: [...value.keys()][0] as number }
  if (value instanceof Set) return { kind: 'opaque', which: 'set', leaf: [...value][0] as number }
  if (value instanceof Instance) return { kind: 'opaque', which: 'class', leaf: value.n }
  if (value instanceof Uint8Array) return { kind: 'opaque', which: 'bytes', leaf: value[0] ?? NaN }
  const members = Object.entries(value).map(([name, member]) => [name, describe(member)] as const)
  return { kind: Object.getPrototypeOf(value) === null ? 'bare' : 'plain', members }
}

/** Whether nothing in it is opaque. */
export function isOpen(recipe: Recipe): boolean {
  if (recipe.kind === 'array') return recipe.items.every(isOpen)
  return (
    recipe.kind === 'leaf' ||
    (recipe.kind !== 'opaque' && recipe.members.every(([, member]) => isOpen(member)))
  )
}

const NAMES = ['a', 'id', '__proto__', 'constructor', 'toJSON', 'length', '-1', 'hasOwnProperty', '']
const leaf = fc.constantFrom<unknown>(
  0,
  -0,
  1,
  NaN,
  '',
  'a',
  'constructor',
  null,
  undefined,
  true,
  2n,
  Infinity,
)
const id = fc.constantFrom<unknown>(101, 102, 103, 'x', '__proto__', null)
const toLeaf = (value: unknown): Recipe => ({ kind: 'leaf', leaf: value })

/** Any recipe; rows with ids are frequent. */
export const anyRecipe: fc.Arbitrary<Recipe> = fc.letrec<{ recipe: Recipe }>((tie) => {
  const named = fc.constantFrom(...NAMES).chain((name) => {
    // What every object inherits under that name is an object without members as well.
    const empty = name === '__proto__' ? [fc.constant<Recipe>({ kind: 'bare', members: [] })] : []
    return fc.tuple(
      fc.constant(name),
      name === 'id' ? id.map(toLeaf) : fc.oneof(...empty, ...empty, tie('recipe')),
    )
  })
  const members = fc.uniqueArray(named, { maxLength: 4, selector: ([name]) => name })
  const row = fc.tuple(id, tie('recipe')).map(([value, rest]): Recipe => {
    return {
      kind: 'plain',
      members: [
        ['id', toLeaf(value)],
        ['rest', rest],
      ],
    }
  })
  return {
    recipe: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      leaf.map(toLeaf),
      fc.array(tie('recipe'), { maxLength: 4 }).map((items): Recipe => ({ kind: 'array', items })),
      fc.array(row, { maxLength: 5 }).map((items): Recipe => ({ kind: 'array', items })),
      fc
        .tuple(fc.constantFrom('plain' as const, 'plain' as const, 'bare' as const), members)
        .map(([kind, list]): Recipe => ({ kind, members: list })),
      fc
        .tuple(
          fc.constantFrom(
            'date' as const,
            'map' as const,
            'set' as const,
            'class' as const,
            'bytes' as const,
          ),
          fc.nat(2),
        )
        .map(([which, n]): Recipe => ({ kind: 'opaque', which, leaf: n })),
    ),
  }
}).recipe

/** A recipe that differs from one in some places: parts replaced, left out, put elsewhere. */
export function edited(recipe: Recipe): fc.Arbitrary<Recipe> {
  const kept = { weight: 4, arbitrary: fc.constant(recipe) }
  const other = { weight: 1, arbitrary: anyRecipe }
  if (recipe.kind === 'array') {
    const items = fc
      .tuple(fc.tuple(...recipe.items.map(edited)), fc.array(anyRecipe, { maxLength: 1 }))
      .chain(([list, more]) =>
        fc.shuffledSubarray([...list, ...more], { minLength: Math.min(1, list.length) }),
      )
    const shuffled = items.map((list): Recipe => ({ kind: 'array', items: list }))
    const inPlace = fc
      .tuple(...recipe.items.map(edited))
      .map((list): Recipe => ({ kind: 'array', items: list }))
    const headed = anyRecipe.map((head): Recipe => ({ kind: 'array', items: [head, ...recipe.items] }))
    const others = [shuffled, inPlace].map((arbitrary) => ({ weight: 3, arbitrary }))
    return fc.oneof(kept, other, { weight: 1, arbitrary: headed }, ...others)
  }
  if (recipe.kind !== 'plain' && recipe.kind !== 'bare') return fc.oneof(kept, other)
  const { kind } = recipe
  const members = fc
    .tuple(...recipe.members.map(([name, member]) => edited(member).map((next) => [name, next] as const)))
    .chain((list) => fc.subarray(list, { minLength: Math.max(0, list.length - 1) }))
    .map((list): Recipe => ({ kind, members: list }))
  return fc.oneof(kept, other, { weight: 6, arbitrary: members })
}
