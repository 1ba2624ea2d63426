import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { pendingChangesets, reasonsNotToRelease } from './may-release.mjs'

let folder
const git = (...args) => execFileSync('git', args, { cwd: folder, stdio: 'pipe' })
const write = (name, text) => writeFileSync(join(folder, name), text)

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'freshline-clone-'))
  mkdirSync(join(folder, '.changeset'))
  write('.changeset/config.json', '{ "baseBranch": "main" }')
  write('.changeset/README.md', '')
  git('init', '--quiet', '--initial-branch=main')
  git('config', 'user.name', 'A')
  git('config', 'user.email', 'a@example.com')
  git('add', '.')
  git('commit', '--quiet', '--message=first')
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('a clean main branch may be released', () => {
  expect(reasonsNotToRelease(folder, '1.0.0')).toEqual([])
})

test('another branch is refused', () => {
  git('switch', '--quiet', '--create', 'feature')
  expect(reasonsNotToRelease(folder, '1.0.0')).toEqual([
    'this is the branch feature; releases are made from main',
  ])
})

test('uncommitted files are refused, new ones too', () => {
  write('new.txt', '')
  expect(reasonsNotToRelease(folder, '1.0.0')).toEqual(['1 files are not committed, new.txt among them'])
  write('.changeset/README.md', 'changed')
  expect(reasonsNotToRelease(folder, '1.0.0')).toEqual([
    '2 files are not committed, .changeset/README.md among them',
  ])
})

test('a changeset that waits is refused', () => {
  write('.changeset/brave-cat.md', '')
  git('add', '.')
  git('commit', '--quiet', '--message=change')
  expect(pendingChangesets(folder)).toEqual(['brave-cat.md'])
  expect(reasonsNotToRelease(folder, '1.0.0')).toEqual([
    'brave-cat.md waits: run `pnpm exec changeset version`, read it and commit it',
  ])
})

test('a version that has its tags is refused, and no other', () => {
  git('tag', '@freshline/core@1.0.0')
  expect(reasonsNotToRelease(folder, '1.0.0')).toEqual(['version 1.0.0 has its tags already'])
  expect(reasonsNotToRelease(folder, '1.0.1')).toEqual([])
})
