// Writes the README's blocks into src/blocks, each as the file that the comment above it names, letter for letter; the
// page for a script tag into public/, with the script beside it.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'

const readme = readFileSync('../../README.md', 'utf8')
const blocks = [...readme.matchAll(/<!-- snippet readme\/(\S+) -->\n```\w+\n(.*?)^```$/gms)]
const code = (readme.match(/^```(?!sh)\w+$/gm) ?? []).length
if (blocks.length !== code)
  throw new Error(`${code} blocks of code in README.md, and ${blocks.length} have a name`)

mkdirSync('public', { recursive: true })
for (const [, file, text] of blocks) {
  writeFileSync(file.endsWith('.html') ? `public/${file}` : `src/blocks/${file}`, text)
}
copyFileSync('node_modules/@freshline/vanilla/dist/script/freshline.js', 'public/freshline.js')
writeFileSync('public/console.js', readFileSync('src/blocks/console.ts'))
