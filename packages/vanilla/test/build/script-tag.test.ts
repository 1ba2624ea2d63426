// The command that prints the tag of the built script.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..', '..')
const run = (...args: string[]) =>
  execFileSync(process.execPath, [join(root, 'bin', 'freshline-script.mjs'), ...args], {
    encoding: 'utf8',
    stdio: 'pipe',
  })
const manifest = () =>
  JSON.parse(readFileSync(join(root, 'dist', 'script', 'manifest.json'), 'utf8')) as {
    file: string
    integrity: string
  }

test('freshline-script prints the tag of the file, under the address it is given', () => {
  const { file, integrity } = manifest()
  const tag = (source: string) =>
    `<script src="${source}" integrity="${integrity}" crossorigin="anonymous"></script>\n`
  expect(run()).toBe(tag(`/${file}`))
  expect(run('https://cdn.example/a/')).toBe(tag(`https://cdn.example/a/${file}`))
  expect(run('/a"b')).toBe(tag(`/a&quot;b/${file}`))
})

test('freshline-script copies the file where it is told to', () => {
  const folder = mkdtempSync(join(tmpdir(), 'freshline-copy-'))
  try {
    run('--copy', join(folder, 'public'))
    expect(existsSync(join(folder, 'public', manifest().file))).toBe(true)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

test('freshline-script --dev is for the file with the devtools in it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'freshline-copy-'))
  try {
    expect(run('--dev', '--copy', folder, '/assets')).toBe(
      '<script src="/assets/freshline.dev.js"></script>\n',
    )
    expect(readFileSync(join(folder, 'freshline.dev.js'), 'utf8')).toMatch(/__FRESHLINE__/)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

test('freshline-script says how it is used', () => {
  expect(run('--help')).toMatch(/^Usage/)
  expect(() => run('--nonsense')).toThrow('Usage')
})
