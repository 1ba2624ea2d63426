// Checks the package in the current folder as it would be published: packed by pnpm, which applies
// publishConfig, then read by publint and by are-the-types-wrong (what TypeScript sees from ESM and CommonJS).
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

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
