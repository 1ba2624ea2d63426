/**
 * Deliberate breaks of the library: each file in `bites/` is one passage of `packages/core/src` and what takes its place.
 * They are applied to a copy of the sources, and the simulation has to find them.
 */
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { RULES, type Rule } from './rules'

/** A deliberate break. */
export interface Bite {
  readonly name: string
  /** The rule that it breaks. */
  readonly rule: Rule
  /** What it does, in a few words. */
  readonly what: string
  /** Where, in the core's sources. */
  readonly file: string
  readonly before: string
  readonly after: string
  /** Whether nothing but two managers on one cache can show it. */
  readonly isOfTwo: boolean
  /** The steps of which plans are made that have to show it; all, where none is named. */
  readonly kinds: readonly string[]
}

const FORM =
  /^rule: (\w+)\nbreak: (.+)\nfile: (.+)\n(only: two managers\n)?(?:steps: (.+)\n)?--- before\n([^]+?)\n--- after\n([^]*)\n--- end\n$/

/** All of them, by rule. @throws where a file has another form */
export function readBites(folder: string): Bite[] {
  return readdirSync(folder)
    .sort()
    .map((file) => {
      const found = FORM.exec(readFileSync(join(folder, file), 'utf8'))
      const [, name = '', what = '', where = '', only, kinds, before = '', after = ''] = found ?? []
      const rule = (Number(name) || name) as Rule
      if (!found || !(rule in RULES)) throw new Error(`${file} is no deliberate break; see bites.ts`)
      return {
        name: file.replace('.txt', ''),
        rule,
        what,
        file: where,
        before,
        after,
        isOfTwo: !!only,
        kinds: kinds?.split(' ') ?? [],
      }
    })
}

/** A copy of the sources with the break in it. @throws where the passage is not there, or more than once */
export function applyBite({ name, file, before, after }: Bite, source: string, folder: string): void {
  mkdirSync(folder, { recursive: true })
  cpSync(source, folder, { recursive: true, filter: (path) => !/\.test(-d)?\.ts$/.test(path) })
  const path = join(folder, file)
  const text = readFileSync(path, 'utf8')
  const times = text.split(before).length - 1
  if (times !== 1) throw new Error(`${name}: its passage is ${times} times in ${file}; write the break anew`)
  writeFileSync(
    path,
    text.replace(before, () => after),
  )
}
