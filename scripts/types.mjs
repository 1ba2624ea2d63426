// Type-checks every project of the workspace with the compiler's command line, two at a time. A library's sources are
// checked twice: with its tests, and without Node's types, as its users compile it (all libraries in one go, which
// costs little more than one of them).
import { exec } from 'node:child_process'
import { existsSync, globSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { dirname, join } from 'node:path'
import { root } from './bootstrap.mjs'

const ofRoot = ['tsconfig.packages.json', 'tsconfig.json']
const inFolders = globSync(['{packages,examples}/*/tsconfig.json', 'bench/tsconfig.json'], { cwd: root })
const projects = [...ofRoot, ...inFolders.filter((project) => hasSources(dirname(project)))]

const failures = []
const waiting = [...projects]
await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, worker))
if (failures.length > 0) {
  console.log(failures.join('\n'))
  process.exitCode = 1
}

async function worker() {
  for (let project = waiting.shift(); project; project = waiting.shift()) {
    const output = await typeCheck(project)
    if (output !== undefined) failures.push(`${project}:\n${output}`)
  }
}

function typeCheck(project) {
  return new Promise((resolve) => {
    const memory = `node_modules/.cache/types/${project.replaceAll(/[\\/]/g, '-')}.tsbuildinfo`
    // Vue's compiler understands both kinds of files, at twice the time.
    const folder = dirname(project)
    const hasComponents =
      !ofRoot.includes(project) && globSync(`${folder}/src/**/*.vue`, { cwd: root }).length > 0
    exec(
      `${hasComponents ? 'vue-tsc' : 'tsc'} -p ${project} --pretty --incremental --tsBuildInfoFile ${memory}`,
      { cwd: root, maxBuffer: 64 * 1024 * 1024 },
      (error, stdout) => resolve(error ? stdout || error.message : undefined),
    )
  })
}

function hasSources(folder) {
  return (
    existsSync(join(root, folder, 'src')) &&
    globSync(`${folder}/src/**/*.{ts,tsx,vue}`, { cwd: root }).length > 0
  )
}
