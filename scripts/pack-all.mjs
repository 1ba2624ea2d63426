// Builds the packages and packs each into packed/, as they would be published; prints how to install them.
// `--built` takes the build that is there.
import { mkdirSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fail, root } from './bootstrap.mjs'
import { packages } from './entry-points.mjs'
import { runCommand } from './run-command.mjs'

const target = join(root, 'packed')
if (!process.argv.includes('--built')) {
  console.log('Building the packages ...')
  await check('pnpm --filter "./packages/*" --silent build')
}
rmSync(target, { recursive: true, force: true })
mkdirSync(target)
for (const { folder, manifest } of packages) {
  const file = join(target, `freshline-${folder}-${manifest.version}.tgz`)
  await check(`pnpm pack --out "${file}"`, `packages/${folder}`)
  console.log(`${relative(root, file)}  ${manifest.description}`)
}
const file = (name) => join(target, `freshline-${name}-${packages[0].manifest.version}.tgz`)
const line = (title, ...names) => `${title}:\nnpm install ${['core', ...names].map(file).join(' ')}\n`
console.log(`
In your project, name core and what you use beside it in one command.

${line('React', 'react', 'devtools')}
${line('Vue', 'vue', 'devtools')}
${line('Script tag', 'vanilla')}
${line('Server', 'server')}`)

async function check(command, folder) {
  const { code, output } = await runCommand(command, folder)
  if (code !== 0) fail(`${command} failed:\n${output}`)
}
