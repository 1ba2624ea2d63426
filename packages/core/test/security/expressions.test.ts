// Every regular expression in what is published, and in the example server, is run on texts that make bad ones slow,
// and its steps are counted: a text twice as long may take about twice as many, never four times.
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { countSteps, hostileTexts, loopsOf, parse } from './expression-steps'

const root = join(import.meta.dirname, '..', '..', '..', '..')
const files = globSync(['packages/*/src/**/*.{ts,tsx}', 'examples/server/src/**/*.ts'], { cwd: root })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => !/\.(test|test-d)\.tsx?$|test-utils/.test(file))

/** Expressions that would be slow on what they never see. */
const EXCUSED: Readonly<Record<string, string>> = {
  'examples/server/src/releases/upstream-answer.ts linux.*arm64|arm64.*\\.deb$':
    'only on names of at most 200 characters',
  'examples/server/src/static/static-site.ts \\/assets\\/[^/]+-[\\w-]{8,}\\.\\w+$':
    'only on the path of a file that there is',
  'examples/server/src/licenses/key-input.ts (?<=^FL(?:.{4})*)(?=(?:.{4})+$)':
    'only on texts of 18 characters',
  'examples/server/src/consent/edge-probe.ts \\/+$':
    'only on an address that whoever runs the server has set',
  'packages/server/src/monitoring/redact.ts ((?:[a-z][a-z0-9+.-]{0,20}:\\/\\/|\\/)[^\\s?#"\'`]*)[?#][^\\s"\'`),]*':
    'only on texts that were cut to 2,500 characters',
}

interface Found {
  readonly name: string
  readonly expression: RegExp
}

/** The regular expressions of a file, as the compiler reads it. */
function expressionsIn(file: string): Found[] {
  const text = readFileSync(join(root, file), 'utf8')
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  const found: Found[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      const [, pattern = '', flags = ''] = /^\/([^]*)\/([a-z]*)$/.exec(node.text) ?? []
      found.push({ name: `${file} ${pattern}`, expression: new RegExp(pattern, flags) })
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

const LENGTH = 60

/** The first text on which steps grow faster than length. */
function findSlow(expression: RegExp): string | undefined {
  const node = parse(expression)
  // Without a part that repeats at will, each place of a text costs a bounded number of steps.
  if (loopsOf(node).length === 0) return undefined
  const isUnicode = /[uv]/.test(expression.flags)
  const steps = (text: string, most: number) => countSteps(node, text, isUnicode, most)
  const isSlow = (make: (length: number) => string) => {
    const few = steps(make(2 * LENGTH), 200_000)
    if (few >= 200_000) return true
    // As many as a few for each character, or little more than for half as many: no need for a second look.
    if (few < 20 * LENGTH || few < 2.6 * steps(make(LENGTH), 200_000)) return false
    // A bound in the expression shows on long texts only.
    return steps(make(8 * LENGTH), 2e6) > 2.8 * steps(make(4 * LENGTH), 2e6)
  }
  const slow = hostileTexts(node).find(isSlow)
  return slow && JSON.stringify(slow(6))
}

describe('regular expressions', () => {
  const found = files.flatMap(expressionsIn)

  it('are all looked at', () => {
    expect(files.length).toBeGreaterThan(300)
    expect(found.length).toBeGreaterThan(150)
    // One that is made of a variable would pass by.
    const made = files.filter((file) => /\bRegExp\(/.test(readFileSync(join(root, file), 'utf8')))
    // Of a license key, whose characters are letters, digits and dashes.
    expect(made).toEqual(['examples/server/src/audit-summary.ts'])
  })

  it.each([
    [/\s+$/],
    [/^(a+)+$/],
    [/(\d+)-(\d+)+x/],
    [/\s*,\s*/],
    [/(x|y|xy)*z/],
    [/"(?:\\.|[^"])*"/],
    [/\b(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[A-Z]{24,}\b/g],
  ])('%s is found to be slow', (expression) => expect(findSlow(expression)).toBeDefined())

  it.each([[/^\s*\w+$/], [/\b\w{1,30}=[^;]+/g], [/^=("?)([^]*)\1$/], [/a{2,40}b/]])(
    '%s is found to be quick',
    (expression) => expect(findSlow(expression)).toBeUndefined(),
  )

  // Two seconds where nothing else runs.
  it('take steps as texts are long, and no more', { timeout: 60_000 }, () => {
    const slow = found
      .filter(({ name }) => !Object.hasOwn(EXCUSED, name))
      .map(({ name, expression }) => [name, findSlow(expression)])
      .filter(([, text]) => text !== undefined)
    expect(slow).toEqual([])
  })

  it('that are excused are there', () => {
    const names = found.map(({ name }) => name)
    expect(Object.keys(EXCUSED).filter((name) => !names.includes(name))).toEqual([])
  })
})
