// The names of members that only the core's own files know: the build gives them shorter ones (tsup.config.ts), since no
// bundler of a user may. A name counts as internal where neither the published types, nor the platform's, nor a text in
// the code holds it. `--write` writes packages/core/internal-names.json; without it, what has become public fails.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { transform } from 'esbuild'
import { format, resolveConfig } from 'prettier'
import { root } from './bootstrap.mjs'

const core = join(root, 'packages', 'core')
const file = join(core, 'internal-names.json')

/** Rooms that read nothing but the core's own, and of the platform what TypeScript's library declares. */
const INSIDE = 'base cache keys manager mutation schedule sync transport'.split(' ')

/** What is read from a storage, and from a server's feed: it has one name in every version. */
const OUTSIDE = ['http-cache/stored-response.ts', 'delta']

/** The platform has members of these names as well; the core reads none of them of anything of the platform's. */
const OURS =
  'entry expires held isEnabled labels queue rules shared show store timeline turn until user wait'.split(' ')

/** The names that are listed, by which the core is built. */
export const listed = () => JSON.parse(readFileSync(file, 'utf8'))

/** The listed names that something outside knows: giving them another would break it. Needs the built types. */
export function leaks(names = listed()) {
  const known = new Set([...membersIn(declarationsIn(join(core, 'dist'))), ...platformMembers()])
  return names.filter((name) => known.has(name))
}

if (process.argv[1] === import.meta.filename) {
  if (process.argv.includes('--write')) await write()
  const leaking = leaks()
  for (const name of leaking) console.log(`internal-names.json holds ${name}, which is public`)
  if (leaking.length > 0) process.exitCode = 1
}

async function write() {
  const inside = await membersOf(INSIDE)
  const { names: foreign } = await membersOf(OUTSIDE)
  const kept = new Set([...inside.texts, ...foreign])
  const internal = inside.names.filter((name) => name.length > 2 && !kept.has(name))
  const leaking = new Set(leaks(internal))
  const list = internal.filter((name) => !leaking.has(name)).sort()
  const options = { ...(await resolveConfig(file)), parser: 'json' }
  writeFileSync(file, await format(JSON.stringify(list), options))
  console.log(`${list.length} internal names`)
}

/** All members that the files of some rooms name, and all texts in them. */
async function membersOf(rooms) {
  const names = new Set()
  const texts = []
  for (const room of rooms) {
    const place = join(core, 'src', room)
    const files = room.endsWith('.ts') ? [place] : readdirSync(place).map((name) => join(place, name))
    for (const path of files) {
      if (!path.endsWith('.ts') || path.includes('.test')) continue
      const options = { loader: 'ts', target: 'es2022', mangleProps: /./, mangleCache: {} }
      const { code, mangleCache } = await transform(readFileSync(path, 'utf8'), options)
      for (const member of Object.keys(mangleCache)) names.add(member)
      for (const [, , text] of code.matchAll(/(["'`])((?:[^"'`\\\n]|\\.)*?)\1/g)) texts.push(text)
    }
  }
  return { names: [...names], texts }
}

function declarationsIn(folder) {
  const files = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.d.ts'))
  return files.map((name) => readFileSync(join(folder, name), 'utf8')).join('\n')
}

/** The members that declarations name; those of an object type in one line, too. */
function membersIn(code) {
  const bare = code.replaceAll(/\/\*[\s\S]*?\*\//g, '')
  const members = bare.matchAll(/(?:^|[{;])\s*(?:(?:readonly|get|set|static)\s+)*(\w+)\??\s*[(:<]/gm)
  return Array.from(members, ([, name]) => name)
}

/** Members of everything that the language, browsers and Standard Schema declare. */
function platformMembers() {
  const library = join(root, 'node_modules', 'typescript', 'lib')
  const files = readdirSync(library).filter((name) => /^lib\..*\.d\.ts$/.test(name))
  const code = files.map((name) => readFileSync(join(library, name), 'utf8')).join('\n')
  const schema = join(core, 'node_modules', '@standard-schema', 'spec', 'dist', 'index.d.ts')
  const names = [...membersIn(code), ...membersIn(readFileSync(schema, 'utf8'))]
  return names.filter((name) => !OURS.includes(name))
}
