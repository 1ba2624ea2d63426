// What people and servers do to the page while it is open, so many times a second for each 10,000 keys.

const AREAS = 100

/** What is written where nothing is held. */
const BY_HAND = { id: 0, name: 'Item', version: 0, rows: [{ id: 0, label: 'Row 0', value: 0 }] }

/** @param {ReturnType<import('./visits.mjs').createVisits>} visits */
export function createDeeds(manager, cache, server, visits, random, size) {
  const done = {
    swaps: 0,
    invalidations: 0,
    mutations: 0,
    failedMutations: 0,
    writes: 0,
    refreshes: 0,
    loads: 0,
  }
  const switchedOff = []
  let loaded = 0

  const whole = (below) => Math.floor(random() * below)
  const wanted = () => visits.keyOf(visits.someone())
  const invalidate = (target) => {
    done.invalidations++
    void manager.invalidate(target)
  }
  const renamed = (data) => (data ? { ...data, name: `${data.name.slice(0, 12)} edited` } : data)

  /** A save: shown at once, sent, and in one of seven cases refused or lost. */
  const mutate = () => {
    const [id, other] = [visits.someone(), visits.someone()]
    const optimistic = [{ key: visits.keyOf(id), update: renamed }]
    if (random() < 0.3) optimistic.push({ key: visits.keyOf(other), update: renamed })
    done.mutations++
    const options = {
      optimistic,
      invalidates: random() < 0.5 ? [visits.keyOf(id)] : [visits.keyOf(id), { tag: `group ${other % 500}` }],
      ...(random() < 0.5 && { commit: [{ key: visits.keyOf(id), data: (result) => result }] }),
      ...(random() < 0.2 && { scope: `form ${id % 50}` }),
    }
    manager.mutate(() => server.write(id, random() < 0.14), options).catch(() => void done.failedMutations++)
  }

  const write = () => {
    done.writes++
    manager.setData(wanted(), (data) => renamed(data ?? BY_HAND))
  }

  const refresh = (options) => {
    done.refreshes++
    void manager.refresh(wanted(), options)
  }

  /** The cache is used by hand as well, with keys that the manager does not know. */
  const load = async () => {
    done.loads++
    const key = `report:${random() < 0.5 ? whole(500) : ++loaded}`
    await cache.load(key, () => server.read(whole(1000)), { ttl: 30_000, tags: ['reports'] }).catch(() => {})
    if (random() < 0.1) cache.delete(key)
  }

  const switchOff = () => {
    const key = wanted()
    manager.setEnabled(key, false)
    switchedOff.push(key)
    if (switchedOff.length > 30) manager.setEnabled(switchedOff.shift(), true)
  }

  /** Each with how often it is done in a second. */
  const deeds = [
    [8, () => (done.swaps++, visits.swap())],
    [6, visits.turn],
    [1, () => invalidate(wanted())],
    [1, () => invalidate(visits.keyOf(visits.anyone()))],
    [0.5, () => invalidate({ tag: `group ${whole(500)}` })],
    [0.1, () => invalidate(`area:${whole(AREAS)}:*`)],
    [0.02, () => invalidate((key) => key.endsWith('777'))],
    [2, mutate],
    [1, write],
    [1, () => refresh()],
    [0.2, () => refresh({ force: true })],
    [1, load],
    [0.3, switchOff],
    [
      0.3,
      () => void manager.prefetch({ key: `warm:${whole(5000)}`, fetcher: () => server.read(whole(5000)) }),
    ],
    [0.1, () => void manager.on('*', () => {})()],
    [0.01, () => void cache.invalidate({ tag: 'reports' })],
    [0.005, () => void cache.prune()],
  ].map(([perSecond, act]) => ({ share: (perSecond * size) / 10_000, credit: 0, act }))

  return {
    done,
    /** One second's worth. */
    second() {
      for (const deed of deeds) {
        for (deed.credit += deed.share; deed.credit >= 1; deed.credit--) deed.act()
      }
    },
    /** Everything that was switched off by hand is on again. */
    settle() {
      for (const key of switchedOff.splice(0)) manager.setEnabled(key, true)
    },
  }
}
