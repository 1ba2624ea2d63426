/** `pnpm simulate`: as many seeds as wanted, or one of them again, step by step. */
import { runBites, type Tools } from './bite-command'
import { drawPlan, keeping, type Plan } from './plan'
import { RULES } from './rules'
import { shrink } from './shrink'
import { simulate } from './simulate'
import { Tally } from './tally'

const USAGE = `pnpm simulate [--seeds=300] [--from=1] [--pages=1..8] [--steps=120] [--seed=X] [--keep=0,4,9] [--trace]
pnpm simulate --bites[=part of a name] [--write]
  --seeds, --from  how many seeds, and from which
  --seed           one seed alone; where it breaks a promise, its steps are shrunk and told
  --pages          so many pages in each run, instead of one to eight
  --steps          so many steps in each run
  --keep           with --seed: these of its steps alone
  --trace          with --seed: everything that happens
  --bites          finds the deliberate breaks of packages/core/test/simulation/bites in a copy of the code
  --write          with --bites, of all: shrinks them, too, and writes the table of docs/simulation.md`

/** What the command was told. */
interface Wishes {
  readonly from: number
  readonly seeds: number
  readonly pages: number | undefined
  readonly steps: number | undefined
  readonly keep: readonly number[] | undefined
  readonly isTraced: boolean
}

/** Runs the command; answers its exit code. */
export async function main(words: readonly string[], tools: Tools): Promise<number> {
  const [word = ''] = words
  if (word.startsWith('--bites'))
    return runBites(tools, words[1] === '--write' && word === '--bites', word.split('=')[1])
  const wishes = read(words)
  if (!wishes) {
    console.log(USAGE)
    return 2
  }
  const { seeds, from } = wishes
  const tally = new Tally()
  const broken = new Map<number, string>()
  const began = performance.now()
  for (let seed = from; seed < from + seeds; seed++) {
    const plan = planOf(seed, wishes)
    const trace = wishes.isTraced ? (line: string) => console.log(line) : undefined
    const result = await simulate(plan, { trace })
    tally.merge(result.tally)
    const [first] = result.breaks
    if (!first) continue
    const { rule, what } = first
    broken.set(seed, `${rule}: ${what}`)
    console.log(`seed ${seed} breaks ${rule} (${RULES[rule]}): ${what}`)
    if (broken.size <= 5 && !wishes.isTraced) await explain(plan)
  }
  const { counts } = tally
  const sum = (prefix: string) =>
    [...counts].reduce((all, [name, times]) => (name.startsWith(prefix) ? all + times : all), 0)
  const seconds = (performance.now() - began) / 1000
  console.log(
    `${seeds} seeds from ${from}: ${tally.of('steps')} steps, ${tally.of('requests')} requests, ` +
      `${tally.of('action: mutate')} mutations, ${sum('fault: ')} faults, ${sum('rule ')} moments in which a rule ` +
      `was put to the test, ${broken.size} breaks, in ${seconds.toFixed(1)} s`,
  )
  if (broken.size > 0) console.log(`broken: ${[...broken.keys()].join(' ')}`)
  return broken.size > 0 ? 1 : 0
}

/** What led to a break, in as few steps as possible, and how to see it again. */
async function explain(plan: Plan): Promise<void> {
  const [first] = (await simulate(plan)).breaks
  if (!first) return
  const least = await shrink(plan, first.rule)
  const lines: string[] = []
  const { breaks } = await simulate(least, { trace: (line) => lines.push(line) })
  const keep = least.steps.map(({ index }) => index).join()
  console.log(`  in ${least.steps.length} steps of ${plan.pages} pages:`)
  for (const line of lines) if (line.includes('--- step')) console.log(`  ${line}`)
  console.log(`  ${breaks[0]?.rule}: ${breaks[0]?.what}`)
  console.log(`  again: pnpm simulate --seed=${plan.seed} --pages=${plan.pages} --keep=${keep} --trace`)
}

function planOf(seed: number, { pages, steps, keep }: Wishes): Plan {
  const plan = drawPlan(seed, { pages, steps })
  return keep ? keeping(plan, new Set(keep)) : plan
}

function read(words: readonly string[]): Wishes | undefined {
  const said = new Map(words.map((word) => /^--(\w+)(?:=(.*))?$/.exec(word)?.slice(1) as [string, string]))
  const known = ['seeds', 'from', 'seed', 'pages', 'steps', 'keep', 'trace']
  if ([...said.keys()].some((name) => !known.includes(name))) return undefined
  const number = (name: string) => {
    const text = said.get(name)
    return text === undefined ? undefined : Number(text)
  }
  const seed = number('seed')
  const wishes: Wishes = {
    from: seed ?? number('from') ?? 1,
    seeds: seed === undefined ? (number('seeds') ?? 300) : 1,
    pages: number('pages'),
    steps: number('steps'),
    keep: said.get('keep')?.split(',').map(Number),
    isTraced: said.has('trace'),
  }
  const isRight = [wishes.from, wishes.seeds, wishes.pages ?? 1, wishes.steps ?? 1].every(
    (each) => Number.isInteger(each) && each >= 0,
  )
  return isRight && (wishes.pages ?? 1) >= 1 && (wishes.pages ?? 1) <= 8 ? wishes : undefined
}
