/** `pnpm simulate --bites`: finds every deliberate break, and says what that took; `--write` writes docs/simulation.md. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { applyBite, readBites, type Bite } from './bites'
import type { Found, HuntOptions } from './hunt'
import { RULES, type Rule } from './rules'

/** Where the repository is, and how files of the simulation are loaded with another core. */
export interface Tools {
  /** The repository. */
  readonly root: string
  /** A temporary folder that is removed in the end. */
  readonly folder: string
  load(file: string, core: string): Promise<unknown>
}

/** Most seeds until a break has to be found. */
const MOST = 300

/** Where the table is in the page. */
const TABLE = /(?<=<!-- bites -->\n)[^]*?(?=<!-- \/bites -->)/

/** Hunts them all, or those with a part of a name; answers the exit code. */
export async function runBites(tools: Tools, isWritten: boolean, part = ''): Promise<number> {
  const home = join(tools.root, 'packages', 'core', 'test', 'simulation')
  const rows: string[] = []
  let missed = 0
  for (const bite of readBites(join(home, 'bites'))) {
    if (!bite.name.includes(part)) continue
    const found = await find(bite, tools, isWritten)
    if (!found) missed++
    console.log(JSON.stringify({ name: bite.name, rule: bite.rule, ...found }))
    rows.push(rowOf(bite, found))
  }
  if (isWritten) {
    const page = join(tools.root, 'docs', 'simulation.md')
    const table = [
      '| rule | broken on purpose | found in seed | after steps | shrunk to |',
      '| --- | --- | --- | --- | --- |',
    ]
    writeFileSync(
      page,
      readFileSync(page, 'utf8').replace(TABLE, () => `${[...table, ...rows].join('\n')}\n`),
    )
  }
  return missed > 0 ? 1 : 0
}

async function find(
  bite: Bite,
  { root, folder, load }: Tools,
  isShrunk: boolean,
): Promise<Found | undefined> {
  const core = join(folder, bite.name)
  applyBite(bite, join(root, 'packages', 'core', 'src'), core)
  const { hunt } = (await load('hunt.ts', core)) as {
    hunt(rule: Rule, options: HuntOptions): Promise<Found | undefined>
  }
  return hunt(bite.rule, { seeds: MOST, isShrunk, isOfTwo: bite.isOfTwo, kinds: bite.kinds })
}

function rowOf({ rule, what }: Bite, found: Found | undefined): string {
  const name = typeof rule === 'number' ? `${rule}. ${RULES[rule]}` : RULES[rule]
  return `| ${name} | ${what} | ${found?.seed ?? 'not found'} | ${found?.steps ?? ''} | ${found?.shrunk ?? ''} |`
}
