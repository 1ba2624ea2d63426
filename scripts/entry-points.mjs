// The packages that are published, and the entry points that each offers.
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './bootstrap.mjs'

/** One for each package: its folder below packages/, and its package.json. */
export const packages = readdirSync(join(root, 'packages'))
  .filter((folder) => existsSync(join(root, 'packages', folder, 'package.json')))
  .map((folder) => ({ folder, manifest: readManifest(folder) }))
  .filter(({ manifest }) => !manifest.private)

/** One for each entry point: `@freshline/core/hydration`, its package's folder, and what `exports` says of it. */
export const entryPoints = packages.flatMap(({ folder, manifest }) =>
  Object.entries(manifest.exports)
    .filter(([path]) => path !== './package.json')
    .map(([path, conditions]) => ({ name: manifest.name + path.slice(1), folder, conditions })),
)

function readManifest(folder) {
  return JSON.parse(readFileSync(join(root, 'packages', folder, 'package.json'), 'utf8'))
}
