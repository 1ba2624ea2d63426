import { transformSync } from '@babel/core'
import { fireEvent } from '@testing-library/react'
import * as React from 'react'
import { createRequire } from 'node:module'
import { transpileModule, JsxEmit, ModuleKind, ScriptTarget } from 'typescript'
import { describe, expect, it } from 'vitest'
import { useFreshness, useSync, useSyncMutation } from '../src'
import { createManager, isReact19, renderWith, scriptedFetcher, settle } from './harness'

// Components as the React Compiler leaves them: parts of their output are kept while what they are made of has
// the same identity. Written as text, since the compiler runs here and not in the tests' own build.
const source = `
function Row({ result }) {
  log('row')
  return <i>{result.data}{result.isFetching ? '…' : ''}</i>
}
function describeResult(result) {
  return result.status + ' ' + result.data + ' ' + (result.error ? result.error.message : 'fine')
}
function Whole({ fetcher }) {
  log('whole')
  const result = useSync('stats', fetcher, { retry: false })
  return <section><p>{describeResult(result)}</p><Row result={result} /></section>
}
function Parts({ fetcher }) {
  log('parts')
  const { data, refresh } = useSync('stats', fetcher, { retry: false, select: (data) => data + 'px' })
  const again = () => void refresh()
  return <button onClick={again}>{data}</button>
}
function Late({ fetcher }) {
  log('late')
  const [isOpen, setOpen] = useState(false)
  const result = useSync('stats', fetcher, { retry: false })
  return <button onClick={() => setOpen(!isOpen)}>{isOpen ? String(result.isFetching) : 'closed'}</button>
}
function Keyed({ id, fetcher }) {
  const user = useSync(['user', id], fetcher, { keepPrevious: true })
  const { freshness } = useFreshness(['user', id])
  const { mutate, isPending } = useSyncMutation(async (name) => name, { invalidates: [['user', id]] })
  return <button onClick={() => mutate('x')}>{[user.data, user.isPrevious, freshness, isPending].join(' ')}</button>
}
`

type Components = Record<'Whole' | 'Parts' | 'Late' | 'Keyed', React.ComponentType<Record<string, unknown>>>

const require = createRequire(import.meta.url)

function compile(log: (name: string) => void): Components {
  const compiled = transformSync(source, {
    babelrc: false,
    configFile: false,
    filename: '/fixture.jsx',
    sourceType: 'script',
    parserOpts: { plugins: ['jsx'] },
    plugins: [
      [require.resolve('babel-plugin-react-compiler'), { target: '19', panicThreshold: 'all_errors' }],
    ],
  })?.code
  expect(compiled).toContain('compiler-runtime')
  const options = { jsx: JsxEmit.React, module: ModuleKind.None, target: ScriptTarget.ES2022 }
  const { outputText } = transpileModule(compiled ?? '', { compilerOptions: options })
  const names = ['require', 'React', 'useState', 'useSync', 'useFreshness', 'useSyncMutation', 'log']
  // eslint-disable-next-line no-new-func
  const make = new Function(...names, `${outputText}\nreturn { Whole, Parts, Late, Keyed }`)
  return make(require, React, React.useState, useSync, useFreshness, useSyncMutation, log) as Components
}

describe.skipIf(!isReact19)('G1 compiled by the React Compiler', () => {
  function setUp() {
    const log: string[] = []
    return { ...createManager(), ...scriptedFetcher<number>(), ...compile((name) => log.push(name)), log }
  }

  it('updates what is computed from the whole result, and children that read more of it', async () => {
    const { manager, Whole, fetcher, answer, fail } = setUp()
    const { container } = renderWith(manager, <Whole fetcher={fetcher} />)
    await settle()
    const texts = [container.textContent]
    await answer(1)
    texts.push(container.textContent)
    await settle(() => void manager.refresh('stats'))
    texts.push(container.textContent)
    await fail(new Error('down'))
    texts.push(container.textContent)
    expect(texts).toEqual([
      'pending undefined fine…',
      'success 1 fine1',
      'success 1 fine1…',
      'success 1 down1',
    ])
  })

  it('updates what is destructured, and renders for that alone', async () => {
    const { manager, Parts, fetcher, answer, log, calls } = setUp()
    const { container, getByRole } = renderWith(manager, <Parts fetcher={fetcher} />)
    await settle()
    await answer(1)
    expect(container.textContent).toBe('1px')
    expect(log).toEqual(['parts', 'parts'])
    await settle(() => fireEvent.click(getByRole('button')))
    await answer(1)
    expect(calls).toHaveLength(2)
    expect(log).toEqual(['parts', 'parts'])
    await settle(() => fireEvent.click(getByRole('button')))
    await answer(2)
    expect(container.textContent).toBe('2px')
  })

  it('shows the present value of what is first read late', async () => {
    const { manager, Late, fetcher, answer } = setUp()
    const { container, getByRole } = renderWith(manager, <Late fetcher={fetcher} />)
    await settle()
    fireEvent.click(getByRole('button'))
    expect(container.textContent).toBe('true')
    await answer(1)
    expect(container.textContent).toBe('false')
    fireEvent.click(getByRole('button'))
    await settle(() => void manager.refresh('stats'))
    fireEvent.click(getByRole('button'))
    expect(container.textContent).toBe('true')
  })

  it('follows keys, mutations and freshness', async () => {
    const { manager, Keyed, fetcher, answer, calls } = setUp()
    const { container, update, getByRole } = renderWith(manager, <Keyed id={1} fetcher={fetcher} />)
    await settle()
    await answer(1)
    expect(container.textContent).toBe('1 false stale false')
    update(<Keyed id={2} fetcher={fetcher} />)
    await settle()
    expect(container.textContent).toBe('1 true empty false')
    await answer(2)
    expect(container.textContent).toBe('2 false stale false')
    await settle(() => fireEvent.click(getByRole('button')))
    await answer(3)
    expect(container.textContent).toBe('3 false stale false')
    expect(calls).toHaveLength(3)
  })
})
