// Checks the package in the current folder: its package.json and README by rules of our own; then as it would be
// published, packed by pnpm, which applies publishConfig, by publint and by are-the-types-wrong (what TypeScript sees
// from ESM and CommonJS).
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { manifestProblems } from './manifest-problems.mjs'

const problems = manifestProblems(process.cwd())
if (problems.length > 0) {
  console.log(problems.join('\n'))
  process.exit(1)
}

const folder = mkdtempSync(join(tmpdir(), 'freshline-pack-'))
try {
  run('pnpm', 'pack', '--pack-destination', folder)
  const tarball = join(folder, readdirSync(folder)[0])
  run('publint', tarball, '--strict')
  run('attw', tarball, '--profile', 'node16', '--format', 'ascii', '--no-emoji')
} catch {
  process.exitCode = 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}

function run(command, ...args) {
  execFileSync(command, args, { stdio: 'inherit', shell: process.platform === 'win32' })
}
