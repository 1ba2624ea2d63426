// What reached the projects' node_modules: no trace of the workspace, and all that a package has to bring.
import { existsSync, globSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../scripts/bootstrap.mjs'
import { published } from './workspace.mjs'

/** What is wrong with the installed packages, one line each, or undefined. */
export function checkInstalled(workspace) {
  const problems = published.flatMap((name) => {
    const folder = folderOf(workspace, name)
    if (folder === undefined) return [`${name}: no project of integrations/consumers installs it`]
    return problemsOf(name, folder).map((problem) => `${name}: ${problem}`)
  })
  return problems.length > 0 ? problems.join('\n') : undefined
}

const folderOf = (workspace, name) =>
  globSync(join(workspace, 'consumers', '*', 'node_modules', '@freshline', name))[0]

function problemsOf(name, folder) {
  const text = readFileSync(join(folder, 'package.json'), 'utf8')
  const manifest = JSON.parse(text)
  const ours = JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8'))
  const problems = []
  if (text.includes('@freshline/source')) problems.push('the source condition is published')
  if (text.includes('workspace:')) problems.push('a dependency is still "workspace:"')
  for (const file of ['LICENSE', 'README.md']) {
    if (!existsSync(join(folder, file))) problems.push(`${file} is missing`)
  }
  for (const file of filesNamedBy(manifest)) {
    if (!existsSync(join(folder, file))) problems.push(`it names ${file}, which is not there`)
  }
  for (const file of globSync('**/*', { cwd: folder, exclude: (path) => path.startsWith('node_modules') })) {
    const isCode = /\.(js|cjs|mjs)$/.test(file) && statSync(join(folder, file)).isFile()
    if (/^src\/|\.test\.|\.tsbuildinfo$/.test(file)) problems.push(`${file} is not for users`)
    if (isCode && !hasItsMap(folder, file)) problems.push(`${file} names a source map that is not there`)
  }
  for (const [dependency, range] of Object.entries(manifest.dependencies ?? {})) {
    if (!isInstalledBeside(folder, dependency, range)) {
      problems.push(
        `${dependency} ${range} is not what the lock file has; run \`node integrations/run.mjs --lock\``,
      )
    }
  }
  if (manifest.version !== ours.version)
    problems.push(`its version is ${manifest.version}, not ${ours.version}`)
  return problems
}

function filesNamedBy({ exports, main, module, types, bin, unpkg, jsdelivr }) {
  const found = []
  const walk = (value) => {
    if (typeof value === 'string') found.push(value)
    else if (value) Object.values(value).forEach(walk)
  }
  walk([exports, main, module, types, bin, unpkg, jsdelivr])
  return found
}

function hasItsMap(folder, file) {
  const map = /\/\/# sourceMappingURL=(\S+)\s*$/.exec(readFileSync(join(folder, file), 'utf8'))?.[1]
  return map === undefined || existsSync(join(folder, file, '..', map))
}

/** pnpm keeps a package's dependencies as neighbours of its real folder; exact versions can be compared. */
function isInstalledBeside(folder, dependency, range) {
  const beside = join(realpathSync(folder), '..', '..', dependency, 'package.json')
  if (!existsSync(beside)) return false
  return !/^\d/.test(range) || JSON.parse(readFileSync(beside, 'utf8')).version === range
}
