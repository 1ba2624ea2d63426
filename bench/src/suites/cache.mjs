// Hits, misses, new, overwritten and deleted string keys: our cache, the field's two TTL caches, and a bare Map.
import { TTLCache } from '@isaacs/ttlcache'
import { TtlCache } from '@freshline/core'
import { LRUCache } from 'lru-cache'
import { compare } from '../measure.mjs'
import { shuffled } from '../shuffled.mjs'

const TTL = 300_000

/** What is compared; each has loops of its own, so that no call site is shared. */
const kinds = {
  Map: {
    make: () => new Map(),
    set(map, keys, value) {
      for (const key of keys) map.set(key, value)
    },
    get(map, keys) {
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
    make: (max) => new TtlCache({ ttl: TTL, maxEntries: max }),
    set(cache, keys, value) {
      for (const key of keys) cache.set(key, value)
    },
    get(cache, keys) {
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
  'lru-cache': {
    make: (max) => new LRUCache({ ttl: TTL, max }),
    set(cache, keys, value) {
      for (const key of keys) cache.set(key, value)
    },
    get(cache, keys) {
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
  ttlcache: {
    make: (max) => new TTLCache({ ttl: TTL, max }),
    set(cache, keys, value) {
      for (const key of keys) cache.set(key, value)
    },
    get(cache, keys) {
      let found = 0
      for (const key of keys) if (cache.get(key) !== undefined) found++
      return found
    },
    delete(cache, keys) {
      let gone = 0
      for (const key of keys) if (cache.delete(key)) gone++
      return gone
    },
    drop: (cache) => cache.cancelTimer(),
  },
}

const shapes = {
  plain: (index) => `key${index}`,
  colons: (index) => `stores:${index % 1000}:item:${index}`,
}

export default async function run({ report, seconds }) {
  for (const count of [100_000, 1000]) {
    for (const [shape, keyOf] of Object.entries(shapes)) {
      const keys = Array.from({ length: count }, (_, index) => keyOf(index))
      const order = shuffled(keys)
      const absent = shuffled(keys.map((key) => `${key}-absent`))
      // Small caches are worked on many times over, so that a sample is long enough to be measured.
      const repeat = Math.max(1, 100_000 / count)
      for (const [work, contenderOf] of Object.entries(works)) {
        const contenders = {}
        for (const [name, kind] of Object.entries(kinds)) {
          contenders[name] = contenderOf(kind, { count, keys, order, absent, repeat })
        }
        const { ms, ratio } = await compare(contenders, { seconds: seconds * (count === 1000 ? 0.4 : 1) })
        const { Freshline, Map: _base, ...peers } = ratio
        const ns = { ours: ms.Freshline * 1e6, Map: ms.Map * 1e6 }
        report(`cache.${work}.${shape}.${count}`, Freshline, peers, { 'ns ours': ns.ours, 'ns Map': ns.Map })
      }
    }
  }
}

/** Fills caches with one shared object: the value's own size and age play no part. */
const VALUE = { value: 1 }

const filled = (kind, { count, keys }, copies = 1) =>
  Array.from({ length: copies }, () => {
    const cache = kind.make(count)
    kind.set(cache, keys, VALUE)
    return cache
  })

const works = {
  hit(kind, facts) {
    const [cache] = filled(kind, facts)
    return {
      ops: facts.count * facts.repeat,
      run() {
        let found = 0
        for (let times = 0; times < facts.repeat; times++) found += kind.get(cache, facts.order)
        return found
      },
    }
  },
  miss(kind, facts) {
    const [cache] = filled(kind, facts)
    return {
      ops: facts.count * facts.repeat,
      run() {
        let found = 0
        for (let times = 0; times < facts.repeat; times++) found += kind.get(cache, facts.absent)
        return found
      },
    }
  },
  new(kind, facts) {
    return {
      ops: facts.count * facts.repeat,
      prepare: () => Array.from({ length: facts.repeat }, () => kind.make(facts.count)),
      run(caches) {
        for (const cache of caches) kind.set(cache, facts.keys, VALUE)
      },
      finish: (caches) => caches.forEach((cache) => kind.drop?.(cache)),
    }
  },
  overwrite(kind, facts) {
    const [cache] = filled(kind, facts)
    const values = [{ value: 2 }, { value: 3 }]
    let turn = 0
    return {
      ops: facts.count * facts.repeat,
      run() {
        for (let times = 0; times < facts.repeat; times++) kind.set(cache, facts.order, values[turn++ % 2])
      },
    }
  },
  delete(kind, facts) {
    return {
      ops: facts.count * facts.repeat,
      prepare: () => filled(kind, facts, facts.repeat),
      run(caches) {
        let gone = 0
        for (const cache of caches) gone += kind.delete(cache, facts.order)
        return gone
      },
      finish: (caches) => caches.forEach((cache) => kind.drop?.(cache)),
    }
  },
}
