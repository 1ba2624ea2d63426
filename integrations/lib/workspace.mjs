// A throw-away workspace in a temporary folder: the projects of consumers/, the README, the packages as tarballs, and
// everything else as the lock file of this folder pins it. The lock file names each tarball without a checksum, because that
// changes with every build; the real ones are put into the copy.
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { runCommand } from '../../scripts/run-command.mjs'
import { root } from '../../scripts/bootstrap.mjs'

const home = dirname(import.meta.dirname)
const checksum = /integrity: [^,}]+, tarball: file:tarballs\/([\w-]+)\.tgz/g
const unknown = 'sha512-of-the-build'

/** The packages that are published, by their folder's name. */
export const published = readdirSync(join(root, 'packages')).filter((name) => {
  const file = join(root, 'packages', name, 'package.json')
  return existsSync(file) && !JSON.parse(readFileSync(file, 'utf8')).private
})

/** The projects there are. */
export const consumers = readdirSync(join(home, 'consumers'))

/** Lays out the workspace in an empty folder, and packs the packages into it. */
export async function layOut(folder) {
  for (const name of ['package.json', 'pnpm-workspace.yaml', 'pnpm-lock.yaml', 'consumers']) {
    if (existsSync(join(home, name))) cpSync(join(home, name), join(folder, name), { recursive: true })
  }
  for (const name of consumers) {
    const { app } = settingsOf(name)
    if (app) cpSync(join(home, 'apps', app), join(folder, 'consumers', name), { recursive: true })
  }
  for (const page of ['README.md', 'docs/vanilla.md', 'docs/migration/fetch.md']) {
    if (existsSync(join(root, page))) cpSync(join(root, page), join(folder, page))
  }
  mkdirSync(join(folder, 'tarballs'))
  await Promise.all(published.map((name) => pack(name, join(folder, 'tarballs', `${name}.tgz`))))
}

/** What run.mjs does with a project; see its field `integration`. */
export function settingsOf(name) {
  return JSON.parse(readFileSync(join(home, 'consumers', name, 'package.json'), 'utf8')).integration
}

async function pack(name, file) {
  const { code, output } = await runCommand(`pnpm pack --out "${file}"`, `packages/${name}`)
  if (code !== 0) throw new Error(`${name} cannot be packed:\n${output}`)
}

/** Installs exactly what the lock file says. */
export async function install(folder) {
  const file = join(folder, 'pnpm-lock.yaml')
  writeFileSync(
    file,
    withChecksums(readFileSync(file, 'utf8'), (name) => checksumOf(folder, name)),
  )
  return pnpmInstall(folder, '--frozen-lockfile --prefer-offline')
}

/** Resolves everything anew where package.json files ask for it, and writes the lock file of this folder. */
export async function writeLock(folder) {
  const result = await pnpmInstall(folder, '--no-frozen-lockfile')
  if (result.code === 0) {
    const text = readFileSync(join(folder, 'pnpm-lock.yaml'), 'utf8')
    writeFileSync(
      join(home, 'pnpm-lock.yaml'),
      withChecksums(text, () => unknown),
    )
  }
  return result
}

const withChecksums = (text, of) =>
  text.replaceAll(checksum, (_, name) => `integrity: ${of(name)}, tarball: file:tarballs/${name}.tgz`)

const checksumOf = (folder, name) =>
  `sha512-${createHash('sha512')
    .update(readFileSync(join(folder, 'tarballs', `${name}.tgz`)))
    .digest('base64')}`

/** From the store that the repository itself was installed from, so that what it holds is not fetched again. */
function pnpmInstall(folder, options) {
  const { storeDir } = JSON.parse(readFileSync(join(root, 'node_modules', '.modules.yaml'), 'utf8'))
  // The folder of a store ends in its version, which pnpm adds itself.
  return runCommand(
    `pnpm install ${options} --store-dir "${dirname(storeDir)}" --reporter=append-only`,
    folder,
  )
}
