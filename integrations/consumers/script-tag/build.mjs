// Puts the tag that the package's command prints into the page, as a person would by hand.
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'

const command = ['exec', 'freshline-script', '--copy', 'public/assets', '/assets']
const tag = execFileSync('pnpm', command, { encoding: 'utf8', shell: process.platform === 'win32' }).trim()
if (
  !/^<script src="\/assets\/freshline\.\w+\.js" integrity="sha384-\S+" crossorigin="anonymous">/.test(tag)
) {
  throw new Error(`freshline-script printed ${tag}`)
}
const page = readFileSync('page.html', 'utf8')
writeFileSync('public/index.html', page.replace('<!-- freshline -->', tag))
