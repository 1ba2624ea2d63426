// What each figure is held against, in the order of the printed tables: bars must be met, goals are what is wanted.
// A row without a bar is shown for comparison. Figures are in one unit for Freshline and its peers.

/** @typedef {{ id: string, work: string, unit: string, bar?: number, goal?: number, atLeast?: boolean }} Row */

const cacheRows = (shape, count, words) => {
  const bars = { hit: [3.2, 2], miss: [1.5, 1.3], new: [2.9, 2.3], overwrite: [3.7, 2.5], delete: [2.1, 2] }
  return Object.entries(bars).map(([work, [bar, goal]]) => ({
    id: `cache.${work}.${shape}.${count}`,
    work: `${work}, ${words}`,
    unit: '×',
    // The bars are for large caches: in small ones all that a Map touches is at hand.
    ...(count === 100_000 && { bar, goal }),
  }))
}

const growth = (shape, words) =>
  ['cache', 'manager'].map((face) => ({
    id: `invalidate.growth.${shape}.${face}`,
    work: `100 by ${words} among 100k, × among 10k (${face})`,
    unit: '×',
    bar: 1.5,
  }))

/** @type {{ title: string, note: string, suites: string[], rows: Row[] }[]} */
export const groups = [
  {
    title: 'Cache, string keys',
    note: 'A TTL and a bound on entries for all; keys in random order. Figures are multiples of a bare `Map`.',
    suites: ['cache', 'order-of-use'],
    rows: [
      ...cacheRows('plain', 100_000, '100k plain keys'),
      ...cacheRows('colons', 100_000, '100k keys with `:`'),
      ...['hit', 'new', 'delete'].map((work) => ({
        id: `cache.order.${work}`,
        work: `${work}, 100k plain keys, beside the least that keeps an order of use`,
        unit: '×',
      })),
      ...cacheRows('plain', 1000, '1k plain keys'),
      ...cacheRows('colons', 1000, '1k keys with `:`'),
    ],
  },
  {
    title: 'Cache, array keys and memory',
    note: 'Array keys are written anew at each call; multiples of `Map` + `JSON.stringify`. Keys and values are shared and not counted.',
    suites: ['array-keys', 'entry-bytes'],
    rows: [
      { id: 'arrayKeys.hit.flat', work: "hit, `['stores', 42]`", unit: '×', bar: 2, goal: 1.3 },
      {
        id: 'arrayKeys.hit.object',
        work: "hit, `['stores', { page, search }]`",
        unit: '×',
        bar: 2,
        goal: 1.3,
      },
      {
        id: 'bytes.entry.indexed',
        work: 'bytes per entry at 100k, index included',
        unit: 'B',
        bar: 200,
        goal: 120,
      },
    ],
  },
  {
    title: 'Invalidation',
    note: "Nothing is refetched. TanStack Query: `invalidateQueries` with `refetchType: 'none'`.",
    suites: ['invalidation'],
    rows: [
      ...growth('prefix', '`prefix*`'),
      ...growth('url', '`prefix*` of URL keys'),
      ...growth('inside', 'a prefix that ends inside a segment'),
      ...growth('tag', 'tag'),
      {
        id: 'invalidate.faster.cache',
        work: '100 among 100k, times faster than TanStack (cache)',
        unit: '×',
        bar: 50,
        atLeast: true,
      },
      {
        id: 'invalidate.faster.manager',
        work: '100 among 100k, times faster than TanStack (manager)',
        unit: '×',
        bar: 50,
        atLeast: true,
      },
      { id: 'invalidate.exact', work: 'one exact key among 100k', unit: 'µs', bar: 2 },
    ],
  },
  {
    title: '10,000 polled keys',
    note: 'Intervals of 15 to 60 s, a listener each, answers of equal content. CPU of a simulated minute is above that of as many idle wake-ups. Bytes are beside what the page itself holds (fetcher, options, listener, data). Idle keys are not polled, and TanStack Query has a listener on those that are registered: its queries are polled by nobody else.',
    suites: ['polling', 'registration', 'idle-bytes'],
    rows: [
      { id: 'polling.cpu', work: 'CPU of a minute, × TanStack', unit: '×', bar: 0.125 },
      { id: 'polling.pending', work: 'pending timers', unit: '', bar: 1 },
      { id: 'polling.wakeUps', work: 'wake-ups a minute', unit: '', bar: 240 },
      { id: 'polling.created', work: 'timers created a minute', unit: '' },
      { id: 'keys.registering', work: 'registering, × TanStack', unit: '×', bar: 0.25 },
      { id: 'keys.settling', work: 'settling the first answers, × TanStack', unit: '×', bar: 1 },
      { id: 'keys.bytes', work: 'bytes a key', unit: 'B', bar: 1000 },
      { id: 'bytes.idle.registered', work: 'bytes an idle key: registered, nobody listens', unit: 'B' },
      {
        id: 'bytes.idle.left',
        work: 'bytes an idle key: everybody has left, held until its time is over',
        unit: 'B',
      },
      {
        id: 'keys.one.registering',
        work: 'one of 1,000 registrations of a key, × one of 500',
        unit: '×',
        bar: 1.5,
      },
      { id: 'keys.one.leaving', work: 'leaving, one of 1,000, × one of 500', unit: '×', bar: 1.5 },
    ],
  },
  {
    title: 'Subscribers of one key',
    note: '"Set" is a bare `Set` of callbacks, without isolation of failures.',
    suites: ['fan-out'],
    rows: [
      { id: 'fanOut.many', work: 'one update to 10,000, × Set', unit: '×', bar: 2.5, goal: 1.5 },
      { id: 'fanOut.one', work: 'one update to 1, own overhead', unit: 'µs', bar: 0.5 },
      { id: 'fanOut.bytes', work: 'bytes per subscriber', unit: 'B', bar: 150 },
    ],
  },
  {
    title: 'React, 1,000 components',
    note: 'Production build in happy-dom. Mounting: cost above components that get their value as a property, × that of `useSyncExternalStore` on a plain store; all data held and fresh. Update: until the last component shows the value, × plain store.',
    suites: ['react'],
    rows: [
      { id: 'react.mount.many', work: 'mount, a key each', unit: '×', bar: 2 },
      { id: 'react.mount.one', work: 'mount, all on one key', unit: '×', bar: 2 },
      { id: 'react.update', work: 'one key updated, 1,000 watchers', unit: '×', bar: 1.3 },
      { id: 'react.unchanged', work: 'renders for an unchanged answer', unit: '', bar: 0 },
    ],
  },
  {
    title: '1 MB of JSON, refetched and unchanged',
    note: 'CPU of the main thread, × TanStack Query with a fetcher that calls `response.json()`.',
    suites: ['json'],
    rows: [
      { id: 'json.text', work: 'body at hand', unit: '×', bar: 0.12 },
      { id: 'json.response', work: 'real `Response`', unit: '×', bar: 0.25 },
      { id: 'json.notModified', work: '304', unit: '×', bar: 0.02 },
    ],
  },
]

/** All suites, in order. */
export const suites = groups.flatMap((group) => group.suites)
