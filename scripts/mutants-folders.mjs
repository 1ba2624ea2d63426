// What the mutation tests change, folder by folder, and which tests are asked to notice: those beside the sources,
// and where these are few the specs that promise what the folder does. All are globs below packages/core.

export const mutantFolders = {
  base: { sources: 'src/base/*.ts', tests: ['src/base/*.test.ts'] },
  keys: { sources: 'src/keys/*.ts', tests: ['src/keys/*.test.ts'] },
  http: { sources: 'src/http/*.ts', tests: ['src/http/*.test.ts'] },
  schedule: { sources: 'src/schedule/*.ts', tests: ['src/schedule/*.test.ts'] },
  cache: {
    sources: 'src/cache/*.ts',
    tests: ['src/cache/*.test.ts', 'test/spec/cache.test.ts', 'test/spec/cache-load.test.ts'],
  },
  // The reducer and the other pure ones: snapshots, what is shown, the order of versions, what registrations ask for.
  sync: {
    sources: 'src/sync/{reduce,snapshot,shown,policy,versions}.ts',
    tests: ['src/sync/*.test.ts'],
  },
}

/** What of a folder has to be noticed, in percent. */
export const leastScore = 90

/** Files whose mutants have not all been tried yet: they are named on the page, and counted nowhere. */
export const notYet = {}
