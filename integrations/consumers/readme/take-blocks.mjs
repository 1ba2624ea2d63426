// Writes the blocks named readme/… on these pages into src/blocks, each as the file that the comment above it names,
// letter for letter; the page for a script tag into public/, with the script beside it.
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'

const pages = ['README.md', 'docs/vanilla.md', 'docs/migration/fetch.md'].map((page) => `../../${page}`)
const texts = pages.filter((page) => existsSync(page)).map((page) => readFileSync(page, 'utf8'))
const blocksOf = (text) => [...text.matchAll(/<!-- snippet readme\/(\S+) -->\n```\w+\n(.*?)^```$/gms)]
const [readme = ''] = texts
const code = (readme.match(/^```(?!sh)\w+$/gm) ?? []).length
if (blocksOf(readme).length !== code)
  throw new Error(`${code} blocks of code in README.md, and ${blocksOf(readme).length} have a name`)

mkdirSync('public', { recursive: true })
for (const [, file, text] of texts.flatMap(blocksOf)) {
  writeFileSync(file.endsWith('.html') ? `public/${file}` : `src/blocks/${file}`, text)
}
copyFileSync('node_modules/@freshline/vanilla/dist/script/freshline.js', 'public/freshline.js')
writeFileSync('public/console.js', readFileSync('src/blocks/console.ts'))
