// Builds what is measured: users run built files, so that is what is measured.
import { spawn } from 'node:child_process'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')

/** @param {string[]} names folders of packages, in order. @throws where one cannot be built */
export async function buildPackages(names) {
  console.log('Building ...')
  const PATH = [join(root, 'node_modules', '.bin'), process.env['PATH']].join(delimiter)
  for (const name of names) {
    const code = await run('tsup', ['--silent'], {
      cwd: join(root, 'packages', name),
      env: { ...process.env, PATH },
    })
    if (code !== 0) throw new Error(`packages/${name} cannot be built`)
  }
}

/** Runs a program; resolves with its exit code. `onOutput` is told what it prints. */
export function run(command, args, { onOutput, ...rest }) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit', shell: process.platform === 'win32', ...rest })
    child.stdout?.on('data', onOutput)
    child.on('error', reject)
    child.on('close', resolve)
  })
}
