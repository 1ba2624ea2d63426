#!/usr/bin/env node
// Prints the <script> tag of the script build: `freshline-script [--copy <folder>] [<address of the folder>]`.
// With --copy it puts the file into a folder first.
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const usage = 'Usage: freshline-script [--copy <folder>] [<address of the folder>]'
const dist = join(dirname(fileURLToPath(import.meta.url)), '..', 'dist', 'script')

try {
  const { values, positionals } = parseArgs({
    options: { copy: { type: 'string' }, help: { type: 'boolean' } },
    allowPositionals: true,
  })
  if (values.help) console.log(usage)
  else print(positionals[0] ?? '/', values.copy)
} catch (error) {
  console.error(`${error.message}\n${usage}`)
  process.exitCode = 1
}

function print(address, folder) {
  const { file, integrity } = JSON.parse(readFileSync(join(dist, 'manifest.json'), 'utf8'))
  if (folder !== undefined) {
    mkdirSync(folder, { recursive: true })
    copyFileSync(join(dist, file), join(folder, file))
  }
  const source = `${address.replace(/\/*$/, '')}/${file}`.replaceAll('&', '&amp;').replaceAll('"', '&quot;')
  console.log(`<script src="${source}" integrity="${integrity}" crossorigin="anonymous"></script>`)
}
