// What Stryker found, counted and told: docs/mutants.md is made from the kept results and the explanations of what
// survived. Pure, so that CI can hold the page against both without a run.

const intro = `# Mutation tests

A test that cannot fail proves nothing. So each comparison, branch, call and literal of the pure floors is changed, one at
a time, by [Stryker](https://stryker-mutator.io), and the tests of the folder are asked to notice. Written by
\`pnpm mutants\`, which CI does not run: it takes the better part of an hour. CI holds this page against the kept results and
sees that each explanation still has its line.

- A change is **killed** where a test fails or cannot even be loaded, and **timed out** where it makes something run, or
  wait, for ever; both are noticed. One that **survived** was met by a test that did not mind; one **not reached** was met
  by none.
- The score is what is noticed of all: no change of a measured file is left out. No kind of change is switched off, messages
  included, and a survivor counts as one however good its explanation.
- Explained survivors are changes after which the code does the same for whoever uses it, or which only cost time. One
  that a busy machine let time out is counted here all the same.

What they have brought to light beside missing assertions:

- a key with \`{ interval, enabled: false }\` was polled, since it took over the options of one with
  \`{ interval, ttl: undefined }\` (the test of the comparison came with the mutants);
- \`cache.get('')\` was a miss, where every other call refuses an empty key;
- new data with a function that all objects inherit, \`{ constructor: Object }\`, was taken for the same as other data with
  one member;
- the property test of the timers' heap, whose lists fast-check had kept to ten operations, so that no item was ever moved
  far; and the tests of the index by prefix, none of which parted a long common beginning once it was there.
`

/**
 * The counts of each file, and what survived, from a report in Stryker's format. What is explained to go unnoticed has not
 * run for ever: where it timed out, the machine was busy.
 */
export function resultOf(report, prefix, { explained = [], notYet = [] } = {}) {
  const files = {}
  const survivors = []
  for (const path of Object.keys(report.files).sort()) {
    const { source, mutants } = report.files[path]
    if (mutants.length === 0) continue
    const file = path.replace(prefix, '')
    if (notYet.includes(file)) continue
    const tried = mutants.toSorted(byPlace).map((mutant) => ({
      status: mutant.status,
      change: { file, ...changeOf(source, mutant) },
    }))
    for (const each of tried)
      if (each.status === 'Timeout' && explanationOf(each.change, explained)) each.status = 'Survived'
    const count = (status) => tried.filter((each) => each.status === status).length
    files[file] = {
      killed: count('Killed') + count('RuntimeError'),
      timedOut: count('Timeout'),
      survived: count('Survived'),
      notReached: count('NoCoverage'),
    }
    for (const { status, change } of tried)
      if (status === 'Survived' || status === 'NoCoverage') survivors.push(change)
  }
  return { files, survivors }
}

/** Stryker tells of what it has tried first. */
function byPlace({ location: { start: a } }, { location: { start: b } }) {
  return a.line - b.line || a.column - b.column
}

/** A change in words that outlive other changes of the file: no line numbers. */
function changeOf(source, { mutatorName, replacement = '', location: { start, end } }) {
  const lines = source.split('\n').slice(start.line - 1, end.line)
  const [line = ''] = lines
  lines.push(lines.pop().slice(0, end.column - 1))
  lines[0] = lines[0].slice(start.column - 1)
  return {
    line: line.trim(),
    mutator: mutatorName,
    original: compact(lines.join('\n')),
    replacement: compact(replacement),
  }
}

function compact(text) {
  const flat = text.replaceAll(/\s+/g, ' ').trim()
  return flat.length > 90 ? `${flat.slice(0, 89)}…` : flat
}

/** Why a survivor may live, or undefined. An explanation without a replacement is good for all of its line and kind. */
export function explanationOf(survivor, explained) {
  const found = explained.find(
    ({ file, line, mutator, replacement = survivor.replacement }) =>
      file === survivor.file &&
      line === survivor.line &&
      mutator === survivor.mutator &&
      replacement === survivor.replacement,
  )
  return found?.reason
}

/** Counts of several files together, and the score: what is noticed of all, in percent. */
export function sumOf(files) {
  const sum = { killed: 0, timedOut: 0, survived: 0, notReached: 0 }
  for (const counts of files) for (const name of Object.keys(sum)) sum[name] += counts[name]
  const noticed = sum.killed + sum.timedOut
  const all = noticed + sum.survived + sum.notReached
  return { ...sum, all, score: all === 0 ? 100 : (noticed / all) * 100 }
}

/** The whole page. */
export function pageOf(results, explained, notYet = {}) {
  const folders = Object.entries(results)
  const rows = folders.map(([folder, { files, survivors }]) => {
    const open = survivors.filter((survivor) => !explanationOf(survivor, explained)).length
    return [
      ...cellsOf(`[${folder}](#${folder})`, Object.values(files)),
      `${survivors.length - open}`,
      `${open}`,
    ]
  })
  const all = folders.flatMap(([, { files }]) => Object.values(files))
  const sum = (at) => `${rows.reduce((total, row) => total + Number(row[at]), 0)}`
  const head = [
    'folder',
    'changes',
    'killed',
    'timed out',
    'survived',
    'not reached',
    'score',
    'explained',
    'open',
  ]
  return [
    intro,
    table(head, [...rows, [...cellsOf('all', all), sum(7), sum(8)]]),
    ...gapsOf(notYet),
    ...folders.flatMap(([folder, result]) => sectionOf(folder, result, explained)),
  ].join('\n')
}

/** What is missing, said where the sum stands. */
function gapsOf(notYet) {
  const names = Object.entries(notYet).flatMap(([folder, files]) => files.map((file) => `${folder}/${file}`))
  return names.length > 0 ? [`Not measured to the end yet, and so in no figure: ${names.join(', ')}.\n`] : []
}

function sectionOf(folder, { files, survivors }, explained) {
  const counts = table(
    ['file', 'changes', 'killed', 'timed out', 'survived', 'not reached', 'score'],
    Object.entries(files).map(([file, each]) => cellsOf(file, [each])),
  )
  const rows = survivors.map((survivor) => {
    const { file, original, replacement } = survivor
    return [file, code(original), code(replacement), explanationOf(survivor, explained) ?? '**open**']
  })
  const lists =
    rows.length > 0 ? ['What survived:\n', table(['file', 'code', 'changed to', 'why it may'], rows)] : []
  return [`## ${folder}\n`, counts, ...lists]
}

function cellsOf(name, files) {
  const { all, killed, timedOut, survived, notReached, score } = sumOf(files)
  return [name, ...[all, killed, timedOut, survived, notReached].map(String), `${score.toFixed(1)} %`]
}

function code(text) {
  if (!text) return 'nothing'
  const fence = text.includes('`') ? '``' : '`'
  const pad = fence.length > 1 ? ' ' : ''
  return `${fence}${pad}${text.replaceAll('|', String.raw`\|`)}${pad}${fence}`
}

function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |\n`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('')
}
