// Invalidating a hundred entries by prefix or tag among 10,000 and among 100,000, and one exact key: what it
// costs is to follow what matches, not what is held. TanStack Query is asked not to refetch, as we are.
import { QueryClient } from '@tanstack/query-core'
import { DataSyncManager, fixedEnvironment, TtlCache } from '@freshline/core'
import { compare } from '../measure.mjs'
import { shuffled } from '../shuffled.mjs'

const GROUP = 100
const TTL = 3_600_000
const VALUE = { value: 1 }
const pad = (number) => String(number).padStart(4, '0')

/** How keys are written, and what names a group of a hundred of them. */
const shapes = {
  prefix: {
    keyOf: (group, item) => `stores:${pad(group)}:item:${item}`,
    targetOf: (group) => `stores:${pad(group)}:*`,
  },
  url: {
    keyOf: (group, item) => `https://api.example.com/v1/stores/${pad(group)}/items/${item}?page=1`,
    targetOf: (group) => `https://api.example.com/v1/stores/${pad(group)}/*`,
  },
  // The prefix ends inside a segment: 'stores:item-0017*'.
  inside: {
    keyOf: (group, item) => `stores:item-${pad(group)}${pad(item)}`,
    targetOf: (group) => `stores:item-${pad(group)}*`,
  },
  tag: {
    keyOf: (group, item) => `stores:${pad(group)}:item:${item}`,
    targetOf: (group) => ({ tag: `store-${group}` }),
    tagsOf: (group) => [`store-${group}`],
  },
}

/** A cache, or a manager over one, that holds `groups` groups; `refresh` makes one group's entries fresh again. */
function fill(shape, groups, makeFace) {
  const cache = new TtlCache({ ttl: TTL, maxEntries: groups * GROUP })
  const set = (group) => {
    const tags = shape.tagsOf?.(group)
    for (let item = 0; item < GROUP; item++) {
      cache.set(shape.keyOf(group, item), VALUE, tags ? { ttl: TTL, tags } : undefined)
    }
  }
  for (const group of shuffled([...Array(groups).keys()])) set(group)
  const face = makeFace(cache)
  // The index for patterns is made at the first use of one.
  face.invalidate('nothing:*', { refetch: 'none' })
  return { face, set }
}

const asCache = (cache) => cache
const asManager = (cache) => new DataSyncManager({ cache, environment: fixedEnvironment() })

function ours(shape, groups, asked, makeFace) {
  const { face, set } = fill(shape, groups, makeFace)
  const targets = asked.map((group) => shape.targetOf(group))
  const options = { refetch: 'none' }
  return {
    ops: asked.length,
    prepare: () => asked.forEach(set),
    async run() {
      let last
      for (const target of targets) last = face.invalidate(target, options)
      const report = await last
      return typeof report === 'number' ? report : report.skipped.length
    },
  }
}

function tanstack(groups, asked) {
  const client = new QueryClient({ defaultOptions: { queries: { gcTime: Infinity, staleTime: Infinity } } })
  const set = (group) => {
    for (let item = 0; item < GROUP; item++) client.setQueryData(['stores', group, 'item', item], VALUE)
  }
  for (const group of shuffled([...Array(groups).keys()])) set(group)
  const invalidate = (filters) => client.invalidateQueries({ ...filters, refetchType: 'none' })
  return {
    prefix: {
      ops: 10,
      prepare: () => asked.slice(0, 10).forEach(set),
      async run() {
        for (const group of asked.slice(0, 10)) await invalidate({ queryKey: ['stores', group] })
      },
    },
    exact: {
      ops: 10,
      prepare: () => asked.slice(0, 10).forEach(set),
      async run() {
        for (const group of asked.slice(0, 10)) {
          await invalidate({ queryKey: ['stores', group, 'item', 7], exact: true })
        }
      },
    },
  }
}

export default async function run({ report, seconds }) {
  const asked = shuffled([...Array(100).keys()])
  const far = shuffled([...Array(1000).keys()]).slice(0, 100)
  const peer = tanstack(1000, far)
  for (const [name, shape] of Object.entries(shapes)) {
    for (const [face, makeFace] of Object.entries({ cache: asCache, manager: asManager })) {
      const { ms, ratio } = await compare(
        {
          'among 10k': ours(shape, 100, asked, makeFace),
          'among 100k': ours(shape, 1000, far, makeFace),
          ...(name === 'prefix' && { TanStack: peer.prefix }),
        },
        { seconds },
      )
      const facts = { 'µs among 10k': ms['among 10k'] * 1000, 'µs among 100k': ms['among 100k'] * 1000 }
      report(`invalidate.growth.${name}.${face}`, ratio['among 100k'], {}, facts)
      if (name === 'prefix') {
        report(
          `invalidate.faster.${face}`,
          ms.TanStack / ms['among 100k'],
          {},
          {
            ...facts,
            'µs TanStack': ms.TanStack * 1000,
          },
        )
      }
    }
  }
  const shape = shapes.prefix
  const { face } = fill(shape, 1000, asCache)
  const keys = far.map((group) => shape.keyOf(group, 7))
  const { ms } = await compare(
    {
      Freshline: {
        ops: keys.length * 10,
        prepare: () => keys.forEach((key) => face.set(key, VALUE)),
        run() {
          let count = 0
          for (let times = 0; times < 10; times++) for (const key of keys) count += face.invalidate(key)
          return count
        },
      },
      TanStack: peer.exact,
    },
    { seconds },
  )
  report('invalidate.exact', ms.Freshline * 1000, { TanStack: ms.TanStack * 1000 })
}
