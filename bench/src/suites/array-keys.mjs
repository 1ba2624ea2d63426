// Array keys, written as they are in use: a new array at every call. A Map by JSON.stringify is what one would
// write by hand; TanStack Query hashes the same way.
import { QueryClient } from '@tanstack/query-core'
import { TtlCache } from '@freshline/core'
import { compare } from '../measure.mjs'
import { shuffled } from '../shuffled.mjs'

const COUNT = 10_000
const TTL = 300_000
const VALUE = { value: 1 }

/** Two ways in which keys are written; loops of their own, so that each has its own call sites. */
const shapes = {
  flat: {
    keyOf: (id) => ['stores', id],
    map(map, ids) {
      let found = 0
      for (const id of ids) if (map.get(JSON.stringify(['stores', id])) !== undefined) found++
      return found
    },
    ours(cache, ids) {
      let found = 0
      for (const id of ids) if (cache.get(['stores', id]) !== undefined) found++
      return found
    },
    tanstack(client, ids) {
      let found = 0
      for (const id of ids) if (client.getQueryData(['stores', id]) !== undefined) found++
      return found
    },
  },
  object: {
    keyOf: (id) => ['stores', { page: id, search: 'a' }],
    map(map, ids) {
      let found = 0
      for (const id of ids) {
        if (map.get(JSON.stringify(['stores', { page: id, search: 'a' }])) !== undefined) found++
      }
      return found
    },
    ours(cache, ids) {
      let found = 0
      for (const id of ids) if (cache.get(['stores', { page: id, search: 'a' }]) !== undefined) found++
      return found
    },
    tanstack(client, ids) {
      let found = 0
      for (const id of ids)
        if (client.getQueryData(['stores', { page: id, search: 'a' }]) !== undefined) found++
      return found
    },
  },
}

export default async function run({ report, seconds }) {
  const ids = shuffled(Array.from({ length: COUNT }, (_, index) => index))
  for (const [shape, loops] of Object.entries(shapes)) {
    const { keyOf } = loops
    const map = new Map(ids.map((id) => [JSON.stringify(keyOf(id)), VALUE]))
    const cache = new TtlCache({ ttl: TTL, maxEntries: COUNT })
    const client = new QueryClient({ defaultOptions: { queries: { gcTime: Infinity, staleTime: Infinity } } })
    for (const id of ids) {
      cache.set(keyOf(id), VALUE)
      client.setQueryData(keyOf(id), VALUE)
    }
    const { ms, ratio } = await compare(
      {
        Map: { ops: COUNT, run: () => loops.map(map, ids) },
        Freshline: { ops: COUNT, run: () => loops.ours(cache, ids) },
        TanStack: { ops: COUNT, run: () => loops.tanstack(client, ids) },
      },
      { seconds },
    )
    report(
      `arrayKeys.hit.${shape}`,
      ratio.Freshline,
      { TanStack: ratio.TanStack },
      { 'ns ours': ms.Freshline * 1e6, 'ns Map': ms.Map * 1e6 },
    )
  }
}
