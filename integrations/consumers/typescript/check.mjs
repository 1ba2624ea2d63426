// The declarations under the oldest TypeScript that is supported, the one that builds them, and the newest; as a
// bundler, an ES module and a CommonJS module of Node's resolve them. skipLibCheck is off: the declarations themselves
// are checked too.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const compilers = ['typescript-5.4', 'typescript-6', 'typescript-7']
const resolutions = ['bundler', 'node16', 'commonjs']
const runs = compilers
  .flatMap((compiler) => resolutions.map((resolution) => [compiler, resolution]))
  // The projects react-vite, vue-vite and readme are compiled like this.
  .filter((run) => run.join() !== 'typescript-6,bundler')
const failed = []
await Promise.all([worker(), worker()])
if (failed.length > 0) {
  console.log(failed.join('\n'))
  process.exitCode = 1
}

async function worker() {
  for (let run = runs.shift(); run; run = runs.shift()) {
    const { code, output } = await check(...run)
    if (code !== 0) failed.push(`${run.join(', ')}:\n${output}`)
  }
}

function check(compiler, resolution) {
  const folder = join(import.meta.dirname, 'node_modules', compiler)
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  return new Promise((resolve) => {
    const args = [join(folder, bin.tsc), '-p', `tsconfig.${resolution}.json`]
    const child = spawn(process.execPath, args, { cwd: import.meta.dirname })
    let output = ''
    child.stdout.on('data', (text) => (output += text))
    child.stderr.on('data', (text) => (output += text))
    child.on('close', (code) => resolve({ code, output }))
  })
}
