#!/usr/bin/env node
// Prints the <script> tag of the script build: `freshline-script [--dev] [--copy <folder>] [<address of the folder>]`.
// With --copy it puts the file into a folder first; with --dev it is the file that has the devtools in it.
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const usage = 'Usage: freshline-script [--dev] [--copy <folder>] [<address of the folder>]'
const dist = join(dirname(fileURLToPath(import.meta.url)), '..', 'dist', 'script')

try {
  const { values, positionals } = parseArgs({
    options: { copy: { type: 'string' }, dev: { type: 'boolean' }, help: { type: 'boolean' } },
    allowPositionals: true,
  })
  if (values.help) console.log(usage)
  else print(positionals[0] ?? '/', values)
} catch (error) {
  console.error(`${error.message}\n${usage}`)
  process.exitCode = 1
}

function print(address, { copy, dev }) {
  const { file, integrity } = dev
    ? { file: 'freshline.dev.js' }
    : JSON.parse(readFileSync(join(dist, 'manifest.json'), 'utf8'))
  if (copy !== undefined) {
    mkdirSync(copy, { recursive: true })
    copyFileSync(join(dist, file), join(copy, file))
  }
  const source = `${address.replace(/\/*$/, '')}/${file}`.replaceAll('&', '&amp;').replaceAll('"', '&quot;')
  const check = integrity === undefined ? '' : ` integrity="${integrity}" crossorigin="anonymous"`
  console.log(`<script src="${source}"${check}></script>`)
}
