import { act, fireEvent } from '@testing-library/react'
import { memo, startTransition, useState } from 'react'
import { describe, expect, it } from 'vitest'
import { useSync } from '../src'
import { createManager, renderWith, settle } from './harness'

/** Takes its time, so that React yields between components. */
function spin(ms: number) {
  const until = performance.now() + ms
  while (performance.now() < until);
}

/** Lets React work in slices, outside of act. */
async function untilShown(isShown: () => boolean) {
  for (let i = 0; i < 500 && !isShown(); i++) await new Promise((resolve) => setTimeout(resolve, 5))
}

describe('G1 concurrent rendering', () => {
  it('never shows two values of one key in one commit', async () => {
    const { manager } = createManager()
    manager.setData('n', 0, { ttl: Infinity })
    const rendered: number[] = []
    const Cell = memo(function Cell(_props: { epoch: number }) {
      spin(8)
      const { data } = useSync<number>('n')
      rendered.push(data as number)
      return <i>{data}</i>
    })
    let go: (epoch: number) => void = () => {}
    function Grid() {
      const [epoch, setEpoch] = useState(0)
      go = setEpoch
      return (
        <div data-epoch={epoch}>
          {Array.from({ length: 12 }, (_, i) => (
            <Cell key={i} epoch={epoch} />
          ))}
        </div>
      )
    }
    const { container } = renderWith(manager, <Grid />)
    const commits: string[] = []
    const observer = new MutationObserver(() => commits.push(container.textContent ?? ''))
    observer.observe(container, { subtree: true, childList: true, characterData: true, attributes: true })
    globalThis.IS_REACT_ACT_ENVIRONMENT = false
    try {
      rendered.length = 0
      startTransition(() => go(1))
      await untilShown(() => rendered.length > 2)
      expect(rendered.length).toBeLessThan(12)
      manager.setData('n', 1)
      await untilShown(() => container.querySelector('[data-epoch="1"]') !== null)
    } finally {
      globalThis.IS_REACT_ACT_ENVIRONMENT = true
      observer.disconnect()
    }
    expect(container.textContent).toBe('1'.repeat(12))
    expect(rendered).toContain(0)
    for (const text of commits) expect(new Set(text).size).toBe(1)
  })

  it('keeps the key on screen working while a transition to another one is under way', async () => {
    const { manager } = createManager()
    manager.setData(['user', 1], 'Ada', { ttl: Infinity })
    manager.setData(['user', 2], 'Bob', { ttl: Infinity })
    let go: (id: number) => void = () => {}
    const Slow = memo(function Slow(_props: { id: number }) {
      spin(10)
      return null
    })
    function User() {
      const [id, setId] = useState(1)
      const [clicks, setClicks] = useState(0)
      go = setId
      const { data, setData } = useSync<string>(['user', id])
      return (
        <>
          <button
            onClick={() => (setClicks(clicks + 1), setData((name) => `${name}!`))}
          >{`${data} ${clicks}`}</button>
          {Array.from({ length: 10 }, (_, i) => (
            <Slow key={i} id={id} />
          ))}
        </>
      )
    }
    const { getByRole } = renderWith(manager, <User />)
    const button = getByRole('button')
    globalThis.IS_REACT_ACT_ENVIRONMENT = false
    try {
      startTransition(() => go(2))
      await new Promise((resolve) => setTimeout(resolve, 15))
      expect(button.textContent).toBe('Ada 0')
      button.click()
      await new Promise((resolve) => setTimeout(resolve, 0))
      expect(button.textContent).toBe('Ada! 1')
      await untilShown(() => button.textContent === 'Bob 1')
    } finally {
      globalThis.IS_REACT_ACT_ENVIRONMENT = true
    }
    expect(button.textContent).toBe('Bob 1')
    expect(manager.getSnapshot(['user', 1]).data).toBe('Ada!')
    await settle()
    expect(manager.getStatus().map(({ key }) => key)).toEqual(['user:2'])
  })

  it('selects by the selector of each render, also while a transition brings another', async () => {
    const { manager } = createManager()
    manager.setData('pair', { a: 'x', b: 'x' }, { ttl: Infinity })
    let go: (name: 'a' | 'b') => void = () => {}
    const Slow = memo(function Slow(_props: { name: string }) {
      spin(10)
      return null
    })
    function Pair() {
      const [name, setName] = useState<'a' | 'b'>('a')
      go = setName
      const { data } = useSync('pair', () => ({ a: 'x', b: 'x' }), {
        select: (pair) => pair[name],
        enabled: false,
      })
      return (
        <>
          <p>{`${name} ${data}`}</p>
          {Array.from({ length: 10 }, (_, i) => (
            <Slow key={i} name={name} />
          ))}
        </>
      )
    }
    const { container } = renderWith(manager, <Pair />)
    globalThis.IS_REACT_ACT_ENVIRONMENT = false
    try {
      startTransition(() => go('b'))
      await new Promise((resolve) => setTimeout(resolve, 15))
      expect(container.textContent).toBe('a x')
      // What `b` selects stays; what is on screen selects `a`.
      manager.setData('pair', { a: 'y', b: 'x' })
      await untilShown(() => container.textContent !== 'a x')
      expect(container.textContent).toBe('a y')
      await untilShown(() => container.textContent === 'b x')
    } finally {
      globalThis.IS_REACT_ACT_ENVIRONMENT = true
    }
    expect(container.textContent).toBe('b x')
  })

  it('renders once for a batch of events', async () => {
    const { manager } = createManager()
    manager.setData('n', 0, { ttl: Infinity })
    let renders = 0
    function Counter() {
      renders++
      return (
        <button onClick={() => [1, 2, 3].forEach((n) => manager.setData('n', n))}>
          {useSync<number>('n').data}
        </button>
      )
    }
    const { getByRole } = renderWith(manager, <Counter />)
    act(() => void fireEvent.click(getByRole('button')))
    expect(getByRole('button').textContent).toBe('3')
    expect(renders).toBe(2)
  })
})
