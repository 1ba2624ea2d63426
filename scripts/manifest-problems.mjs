// What a package.json of ours must say, beyond what publint looks for: how it is published follows from how it is
// used here, and a person who finds it on npm learns what it is.
import { readFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { join } from 'node:path'

const source = '@freshline/source'

/** One line for each thing that is wrong with the package in `folder`. */
export function manifestProblems(folder) {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const readme = readFileSync(join(folder, 'README.md'), 'utf8')
  return [
    ...entryProblems(manifest),
    ...rangeProblems(manifest),
    ...(manifest.license === 'MIT' ? [] : ['license is not MIT']),
    ...((manifest.keywords?.length ?? 0) >= 5 ? [] : ['it has fewer than five keywords']),
    ...(manifest.description ? [] : ['it has no description']),
    ...(manifest.files?.includes('dist') ? [] : ['files has no dist']),
    ...(manifest.sideEffects === undefined ? ['sideEffects is not said'] : []),
    ...(manifest.publishConfig?.access === 'public' ? [] : ['publishConfig.access is not public']),
    ...readmeProblems(readme, manifest.name),
  ]
}

/** What is published is what is used here, without the condition that leads to the sources. */
function entryProblems({ exports, publishConfig }) {
  const problems = []
  const published = Object.fromEntries(
    Object.entries(exports).map(([path, value]) => [path, withoutSource(value)]),
  )
  if (!isDeepStrictEqual(published, publishConfig?.exports)) {
    problems.push(`publishConfig.exports is not exports without ${source}`)
  }
  for (const [path, value] of Object.entries(exports)) {
    if (typeof value === 'string') continue
    if (Object.keys(value)[0] !== source) problems.push(`exports["${path}"] does not begin with ${source}`)
    for (const kind of ['import', 'require']) {
      if (!value[kind]?.types || !value[kind]?.default)
        problems.push(`exports["${path}"].${kind} is not whole`)
    }
  }
  return problems
}

const withoutSource = (value) =>
  typeof value === 'string'
    ? value
    : Object.fromEntries(Object.entries(value).filter(([condition]) => condition !== source))

/** A range in `dependencies` would let what users get differ from what is tested. */
function rangeProblems({ dependencies = {}, peerDependencies = {} }) {
  const loose = Object.entries(dependencies).filter(
    ([name, range]) => !(name.startsWith('@freshline/') ? range === 'workspace:^' : /^\d/.test(range)),
  )
  const ours = Object.entries(peerDependencies).filter(
    ([name, range]) => name.startsWith('@freshline/') && range !== 'workspace:^',
  )
  return [...loose, ...ours].map(([name, range]) => `the range of ${name} is ${range}`)
}

function readmeProblems(readme, name) {
  const problems = []
  const lines = readme.split('\n').length
  if (!readme.startsWith(`# ${name}\n`)) problems.push(`README.md does not begin with "# ${name}"`)
  if (!/^npm install .*@freshline\//m.test(readme)) problems.push('README.md does not say how to install it')
  if (lines < 25 || lines > 60) problems.push(`README.md has ${lines} lines; about 40 are wanted`)
  return problems
}
