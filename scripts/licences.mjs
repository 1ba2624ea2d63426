// Checks the licence of every dependency against what is allowed: strictly for what comes along when a package is
// installed, more widely for what only builds, tests and shows.
import { execFileSync } from 'node:child_process'
import { root } from './bootstrap.mjs'

/** Ask for nothing but to be named. */
const permissive = [
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'ISC',
  'MIT',
  'Unlicense',
]

/** Bind whoever changes or passes on the work itself, which tools, fonts and tables here are not. */
const asTools = [...permissive, 'BSD', 'CC-BY-4.0', 'CC0-1.0', 'MPL-2.0', 'OFL-1.1', 'Python-2.0']

const problems = [
  ...refused(['--prod', '--filter', './packages/*'], permissive).map(
    (line) => `comes with a package: ${line}`,
  ),
  ...refused([], asTools),
]
for (const problem of problems) console.log(problem)
if (problems.length > 0) {
  console.log('\nAnother dependency, or a licence to allow in scripts/licences.mjs with a reason?')
  process.exitCode = 1
}

function refused(options, allowed) {
  const text = execFileSync('pnpm', ['licenses', 'list', '--json', ...options], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 2 ** 20,
    shell: process.platform === 'win32',
  })
  return Object.entries(JSON.parse(text))
    .filter(([licence]) => !isAllowed(licence, allowed))
    .flatMap(([licence, found]) =>
      found.map(({ name, versions }) => `${name}@${versions.join(', ')}: ${licence}`),
    )
}

/** SPDX: one of those joined by OR, all of those joined by AND. */
function isAllowed(licence, allowed) {
  const parts = licence.replace(/^\((.*)\)$/, '$1').split(' OR ')
  return parts.some((part) =>
    part.split(' AND ').every((each) => allowed.includes(each.replaceAll(/[()]/g, ''))),
  )
}
