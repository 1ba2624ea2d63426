// How vitest runs in the mutation tests' copy of the repository: one project, with the tests that fit the folder in
// question, and the packages under their names resolved to the copy's sources.
import { resolve } from 'node:path'
import { BaseSequencer } from 'vitest/node'
import { mutantFolders } from './mutants-folders.mjs'

// The runner starts vitest in the copy.
const root = process.cwd()
const source = (path) => resolve(root, 'packages', path)
const { tests } = mutantFolders[process.env.MUTANTS_FOLDER] ?? { tests: [] }

/** Unit tests first: they are quick to fail, and the first that fails ends a run. */
class UnitTestsFirst extends BaseSequencer {
  sort(files) {
    const rank = ({ moduleId }) => (moduleId.includes('/test/spec/') ? 1 : 0)
    return files.toSorted((a, b) => rank(a) - rank(b))
  }
}

export default {
  root,
  resolve: {
    // Links in node_modules would lead out of the copy, to sources that nobody changes.
    alias: [
      { find: /^@freshline\/core$/, replacement: source('core/src/index.ts') },
      { find: /^@freshline\/core\/(\w+)$/, replacement: source('core/src/$1/index.ts') },
      { find: /^@freshline\/test-utils$/, replacement: source('test-utils/src/index.ts') },
    ],
  },
  test: {
    environment: 'node',
    sequence: { sequencer: UnitTestsFirst },
    setupFiles: ['scripts/mutants-setup.mjs'],
    include: tests.map((file) => `packages/core/${file}`),
    exclude: ['**/node_modules/**', '**/*.memory.test.ts'],
    // Whatever hangs is ended by Stryker, which knows how long the tests take where nothing is changed.
    testTimeout: 60_000,
  },
}
