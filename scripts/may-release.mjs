// What forbids to publish, read from the repository: each reason is a line for a person. [] is good.
import { execFileSync } from 'node:child_process'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** The changesets that no release has used yet, by their files' names. */
export function pendingChangesets(folder) {
  return readdirSync(join(folder, '.changeset')).filter(
    (name) => name.endsWith('.md') && name !== 'README.md',
  )
}

/** Why the state of `folder`, a clone, is not one to publish `version` from. */
export function reasonsNotToRelease(folder, version) {
  const git = (...args) => execFileSync('git', args, { cwd: folder, encoding: 'utf8' }).trimEnd()
  const { baseBranch } = JSON.parse(readFileSync(join(folder, '.changeset', 'config.json'), 'utf8'))
  const branch = git('branch', '--show-current')
  const changed = git('status', '--porcelain').split('\n').filter(Boolean)
  const pending = pendingChangesets(folder)
  const reasons = []
  if (branch !== baseBranch) {
    reasons.push(
      `this is ${branch ? `the branch ${branch}` : 'no branch'}; releases are made from ${baseBranch}`,
    )
  }
  if (changed.length > 0)
    reasons.push(`${changed.length} files are not committed, ${changed[0].slice(3)} among them`)
  if (pending.length > 0) {
    reasons.push(`${pending.join(', ')} waits: run \`pnpm exec changeset version\`, read it and commit it`)
  }
  if (git('tag', '--list', `@freshline/core@${version}`) !== '') {
    reasons.push(`version ${version} has its tags already`)
  }
  return reasons
}
