// What it costs at least to know which entry was used longest ago: a Map of records that are linked by hand, with an exact
// clock and a TTL, and nothing else. Beside it our cache, which has tags, patterns, reasons and bounds on top.
import { TtlCache } from '@freshline/core'
import { compare } from '../measure.mjs'
import { shuffled } from '../shuffled.mjs'

const COUNT = 100_000
const TTL = 300_000
const VALUE = { value: 1 }

class Linked {
  map = new Map()
  oldest = undefined
  newest = undefined

  set(key, value) {
    const record = { key, value, expires: Date.now() + TTL, older: undefined, newer: undefined }
    this.map.set(key, record)
    this.#add(record)
  }

  get(key) {
    const record = this.map.get(key)
    if (record === undefined || Date.now() >= record.expires) return undefined
    this.#drop(record)
    this.#add(record)
    return record.value
  }

  delete(key) {
    const record = this.map.get(key)
    if (record === undefined) return false
    this.map.delete(key)
    this.#drop(record)
    return true
  }

  #add(record) {
    record.older = this.newest
    record.newer = undefined
    if (this.newest) this.newest.newer = record
    else this.oldest = record
    this.newest = record
  }

  #drop({ older, newer }) {
    if (older) older.newer = newer
    else this.oldest = newer
    if (newer) newer.older = older
    else this.newest = older
  }
}

/** Each has loops of its own, so that no call site is shared. */
const kinds = {
  Map: {
    make: () => new Map(),
    fill(map, keys) {
      for (const key of keys) map.set(key, VALUE)
      return map
    },
    hit(map, keys) {
      let found = 0
      for (const key of keys) if (map.get(key) !== undefined) found++
      return found
    },
    delete(map, keys) {
      let gone = 0
      for (const key of keys) if (map.delete(key)) gone++
      return gone
    },
  },
  Freshline: {
    make: () => new TtlCache({ ttl: TTL, maxEntries: COUNT }),
    fill(cache, keys) {
      for (const key of keys) cache.set(key, VALUE)
      return cache
    },
    hit(cache, keys) {
      let found = 0
      for (const key of keys) if (cache.get(key) !== undefined) found++
      return found
    },
    delete(cache, keys) {
      let gone = 0
      for (const key of keys) if (cache.delete(key)) gone++
      return gone
    },
  },
  linked: {
    make: () => new Linked(),
    fill(cache, keys) {
      for (const key of keys) cache.set(key, VALUE)
      return cache
    },
    hit(cache, keys) {
      let found = 0
      for (const key of keys) if (cache.get(key) !== undefined) found++
      return found
    },
    delete(cache, keys) {
      let gone = 0
      for (const key of keys) if (cache.delete(key)) gone++
      return gone
    },
  },
}

const works = {
  hit: ({ make, fill, hit }, { keys, order }) => {
    const cache = fill(make(), keys)
    return { ops: COUNT, run: () => hit(cache, order) }
  },
  new: ({ make, fill }, { keys }) => ({ ops: COUNT, prepare: make, run: (cache) => void fill(cache, keys) }),
  delete: (kind, { keys, order }) => ({
    ops: COUNT,
    prepare: () => kind.fill(kind.make(), keys),
    run: (cache) => kind.delete(cache, order),
  }),
}

export default async function run({ report, seconds }) {
  const keys = Array.from({ length: COUNT }, (_, index) => `key${index}`)
  const facts = { keys, order: shuffled(keys) }
  for (const [work, contenderOf] of Object.entries(works)) {
    const contenders = Object.fromEntries(
      Object.entries(kinds).map(([name, kind]) => [name, contenderOf(kind, facts)]),
    )
    const { ratio } = await compare(contenders, { seconds })
    report(`cache.order.${work}`, ratio.Freshline, { 'linked records by hand': ratio.linked })
  }
}
