// `pnpm simulate`: puts the simulation of packages/core/test/simulation and the core's sources into one file, and runs
// it. `--help` says what it takes.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { root } from './bootstrap.mjs'

const home = join(root, 'packages', 'core', 'test', 'simulation')
const folder = mkdtempSync(join(tmpdir(), 'freshline-simulation-'))

/** Loads a file of the simulation, with the core's sources, or with those of another folder. */
async function load(file, core) {
  const outfile = join(folder, `${file}-${Math.random().toString(36).slice(2)}.mjs`)
  const other = {
    name: 'other-core',
    setup({ onResolve }) {
      onResolve({ filter: /^@freshline\/core(\/\w+)?$/ }, ({ path }) => {
        const entry = path.split('/')[2] ?? ''
        return { path: join(core, entry, 'index.ts') }
      })
    },
  }
  await build({
    entryPoints: [join(home, file)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    conditions: ['@freshline/source'],
    plugins: core ? [other] : [],
    logLevel: 'warning',
  })
  return import(pathToFileURL(outfile).href)
}

try {
  const { main } = await load('command.ts')
  process.exitCode = await main(process.argv.slice(2), { root, folder, load })
} finally {
  rmSync(folder, { recursive: true, force: true })
}
