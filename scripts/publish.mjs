// Publishes the packages: from the main branch, with nothing uncommitted, no changeset waiting and every check passed.
// `--dry-run` builds and packs, shows what would go out and what forbids it, and publishes nothing; `--built` takes
// the build that is there. The rest is changesets': versions that npm has are left out, and each gets a tag in git.
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { fail, root } from './bootstrap.mjs'
import { packages } from './entry-points.mjs'
import { pendingChangesets, reasonsNotToRelease } from './may-release.mjs'

const { values } = parseArgs({
  options: { 'dry-run': { type: 'boolean' }, built: { type: 'boolean' }, otp: { type: 'string' } },
})
const versions = [...new Set(packages.map(({ manifest }) => manifest.version))]
if (versions.length > 1) fail(`The packages have different versions: ${versions.join(', ')}.`)
const version = versions[0]
// A version like 1.0.0-beta.1 must not become what `npm install` brings.
const tag = version.includes('-') ? version.split('-')[1].split('.')[0] : 'latest'
const reasons = reasonsNotToRelease(root, version)

if (values['dry-run']) show()
else publish()

function show() {
  if (!values.built) run('pnpm', 'build')
  console.log(`\nVersion ${version}, tag ${tag}, access public, ${provenance().note}\n`)
  for (const { folder, manifest } of packages) showPackage(folder, manifest)
  const pending = pendingChangesets(root)
  console.log(`Changesets that wait: ${pending.length > 0 ? pending.join(', ') : 'none'}`)
  // In a shallow clone changesets cannot tell what it compares with; the rest is shown all the same.
  if (pending.length > 0) start('pnpm', 'exec', 'changeset', 'status')
  console.log('\nNothing was published.')
  for (const reason of reasons) console.log(`A release would be refused now: ${reason}`)
}

function showPackage(folder, { name }) {
  const target = mkdtempSync(join(tmpdir(), 'freshline-release-'))
  try {
    const file = join(target, 'package.tgz')
    const options = { cwd: join(root, 'packages', folder), encoding: 'utf8' }
    const { files } = JSON.parse(execFileSync('pnpm', ['pack', '--json', '--out', file], options))
    const sizes = files.map(({ path }) => [path, statSync(join(options.cwd, path)).size])
    const whole = sizes.reduce((sum, [, size]) => sum + size, 0)
    console.log(
      `${name}@${version}: ${files.length} files, ${kb(statSync(file).size)} packed, ${kb(whole)} unpacked`,
    )
    for (const [path, size] of sizes) console.log(`  ${kb(size).padStart(10)}  ${path}`)
    console.log()
  } finally {
    rmSync(target, { recursive: true, force: true })
  }
}

function publish() {
  if (reasons.length > 0) fail(`Not published:\n${reasons.map((reason) => `- ${reason}`).join('\n')}`)
  const checks = spawnSync(process.execPath, [join(root, 'scripts', 'check.mjs')], {
    cwd: root,
    stdio: 'inherit',
  })
  if (checks.status !== 0) fail('Not published: the checks above failed.')
  // The checks build and write reports; nothing of it may be a change of what is committed.
  const after = reasonsNotToRelease(root, version)
  if (after.length > 0) fail(`Not published:\n${after.join('\n')}`)
  const otp = values.otp ? ['--otp', values.otp] : []
  run('pnpm', 'exec', 'changeset', 'publish', '--tag', tag, ...otp)
  console.log('\nPublished. Now: git push --follow-tags')
}

/** npm signs where a package was built when CI vouches for it and package.json says where its sources are. */
function provenance() {
  const vouched = Boolean(process.env['ACTIONS_ID_TOKEN_REQUEST_URL'] ?? process.env['SIGSTORE_ID_TOKEN'])
  const isKnown = packages.every(({ manifest }) => manifest.repository)
  if (vouched && isKnown) return { on: true, note: 'with provenance' }
  const why = isKnown ? 'this is no CI that vouches for it' : 'no package.json names a repository yet'
  return { on: false, note: `without provenance (${why})` }
}

function run(command, ...args) {
  if (start(command, ...args) !== 0) fail(`${command} ${args.join(' ')} failed.`)
}

function start(command, ...args) {
  const env = { ...process.env, NPM_CONFIG_PROVENANCE: String(provenance().on) }
  const shell = process.platform === 'win32'
  return spawnSync(command, args, { cwd: root, stdio: 'inherit', env, shell }).status
}

function kb(bytes) {
  return `${(bytes / 1000).toFixed(1)} kB`
}
