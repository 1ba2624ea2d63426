// What is judged right or wrong rather than fast, and the tests of this repository that judge it. The public suites
// that the bars were taken with are not part of it: what is here was written from the standards and from descriptions.

/** @type {{ what: string, tests: string[], command: string }[]} `tests`: files or folders, from the root */
export const correctness = [
  {
    what: 'a private HTTP cache: storing, reuse, validation, variants, invalidation (RFC 9111)',
    tests: ['packages/core/test/http-conformance', 'packages/core/test/http/oracle.test.ts'],
    command: 'pnpm exec vitest run --project unit packages/core/test/http',
  },
  {
    what: 'the modes of `RequestInit.cache`',
    tests: ['packages/core/test/http-conformance/cache-modes.test.ts'],
    command: 'pnpm exec vitest run --project unit cache-modes',
  },
  {
    what: 'conditional answers of a server: 200, 304, 412',
    tests: [
      'packages/server/test/conditional/vectors.test.ts',
      'packages/server/test/conformance/conditional-http.test.ts',
    ],
    command: 'pnpm exec vitest run --project unit vectors conditional-http',
  },
  {
    what: 'polling, visibility and races, on a fake clock and in Chromium',
    tests: [
      'packages/core/test/spec/polling.test.ts',
      'packages/core/test/spec/visibility.test.ts',
      'packages/core/test/spec/ordering.test.ts',
      'packages/core/test/spec/naive.test.ts',
      'packages/vanilla/test/browser',
    ],
    command: 'pnpm exec vitest run --project spec',
  },
  {
    what: 'random worlds of pages, server and network: the ten rules, and that each is found when it is broken',
    tests: ['packages/core/test/simulation'],
    command: 'pnpm exec vitest run --project unit simulation',
  },
  {
    what: 'one text for equal keys, different texts for different ones',
    tests: ['packages/core/src/keys/hash-key.test.ts', 'packages/core/src/keys/hash-key.property.test.ts'],
    command: 'pnpm exec vitest run --project unit hash-key',
  },
  {
    what: '`TtlCache` against a naive model, random operations',
    tests: ['packages/core/test/properties/cache.test.ts', 'packages/core/test/spec/cache-model.test.ts'],
    command:
      'pnpm exec vitest run --project unit --project spec packages/core/test/properties packages/core/test/spec/cache-model',
  },
  {
    what: 'Redis killed, stopped, slow, answering garbage, unreachable',
    tests: ['packages/server/test/redis/faults.test.ts'],
    command: 'pnpm exec vitest run --project servers faults',
  },
]

/** What no suite measures yet, and why. */
export const waiting = [
  'T tabs in sight, one request per due poll: tabs that share their polls are not built yet.',
]
