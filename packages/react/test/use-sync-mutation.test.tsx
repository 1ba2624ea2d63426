import { HttpError, type DataSyncManager } from '@freshline/core'
import { act, fireEvent } from '@testing-library/react'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { useSync, useSyncMutation, type SyncMutation, type MutationOptions } from '../src'
import { createManager, renderWith, scriptedFetcher, settle } from './harness'

interface Store {
  readonly id: number
  readonly name: string
}

/** Renders a mutation, and gives what it returned last and everything it returned. */
function renderMutation<V>(
  manager: DataSyncManager,
  fn: (variables: V) => Promise<unknown>,
  options?: MutationOptions<unknown, V>,
  strict = false,
) {
  const seen: SyncMutation<unknown, V>[] = []
  function Caller({ by = options }: { by?: MutationOptions<unknown, V> | undefined }) {
    seen.push(useSyncMutation(fn, by))
    return null
  }
  const view = renderWith(manager, <Caller />, { strict })
  return { ...view, seen, now: () => seen.at(-1) as SyncMutation<unknown, V>, Caller }
}

/** A mutation function whose calls are answered by the test. */
function scriptedCall() {
  const script = scriptedFetcher<unknown>()
  const signal = new AbortController().signal
  return { ...script, fn: vi.fn((_variables: unknown) => script.fetcher({ signal })) }
}

const stateOf = ({ isPending, error, data }: SyncMutation<unknown, never>) => [
  isPending,
  error?.message,
  data,
]

describe('G1 useSyncMutation', () => {
  it('goes from idle through pending to its data, and resets', async () => {
    const { manager } = createManager()
    const { fn, answer } = scriptedCall()
    const { seen, now } = renderMutation<string>(manager, fn)
    act(() => now().mutate('a'))
    await answer('done')
    act(() => now().reset())
    expect(seen.map(stateOf)).toEqual([
      [false, undefined, undefined],
      [true, undefined, undefined],
      [false, undefined, 'done'],
      [false, undefined, undefined],
    ])
    expect(fn).toHaveBeenCalledExactlyOnceWith('a')
    expect(new Set(seen.flatMap(({ mutate, mutateAsync, reset }) => [mutate, mutateAsync, reset])).size).toBe(
      3,
    )
  })

  it('keeps a failure as state with mutate, and rejects with mutateAsync', async () => {
    const { manager } = createManager()
    const { fn, fail } = scriptedCall()
    const { now } = renderMutation<string>(manager, fn)
    act(() => now().mutate('a'))
    await fail(new Error('no'))
    expect(stateOf(now())).toEqual([false, 'no', undefined])
    let caught: unknown
    act(
      () =>
        void now()
          .mutateAsync('b')
          .catch((error: unknown) => (caught = error)),
    )
    const failure = new Error('no again')
    await fail(failure)
    expect(caught).toBe(failure)
    expect(now().error).toBe(failure)
  })

  it('shows the latest of overlapping calls', async () => {
    const { manager } = createManager()
    const { fn, calls } = scriptedCall()
    const { now, seen } = renderMutation<string>(manager, fn)
    act(() => now().mutate('a'))
    act(() => now().mutate('b'))
    await settle(() => calls[1]?.resolve('of b'))
    await settle(() => calls[0]?.resolve('of a'))
    expect(seen.map(({ data }) => data)).toEqual([undefined, undefined, undefined, 'of b'])
    act(() => now().mutate('c'))
    act(() => now().reset())
    await settle(() => calls[2]?.resolve('of c'))
    expect(stateOf(now())).toEqual([false, undefined, undefined])
  })

  it('tells its callbacks with the variables; one that throws harms nobody', async () => {
    const report = vi.fn()
    const { manager } = createManager({ report })
    const { fn, answer, fail } = scriptedCall()
    const told: unknown[] = []
    const { now } = renderMutation<string>(manager, fn, {
      onSuccess: (data, variables) => {
        told.push(['success', data, variables])
        throw new Error('callback')
      },
      onError: (error, variables) => told.push(['error', error.message, variables]),
      onSettled: (data, error, variables) => told.push(['settled', data, error?.message, variables]),
    })
    act(() => now().mutate('a'))
    await answer('done')
    expect(stateOf(now())).toEqual([false, undefined, 'done'])
    expect(report).toHaveBeenCalledOnce()
    act(() => now().mutate('b'))
    await fail(new Error('no'))
    expect(told).toEqual([
      ['success', 'done', 'a'],
      ['settled', 'done', undefined, 'a'],
      ['error', 'no', 'b'],
      ['settled', undefined, 'no', 'b'],
    ])
  })

  it('shows an optimistic update by its variables, and rolls it back alone on failure', async () => {
    const { manager } = createManager()
    const stores = scriptedFetcher<Store[]>()
    const { fetcher, calls, fail } = scriptedFetcher<Store>()
    function Stores() {
      const { data = [] } = useSync('stores', stores.fetcher)
      const { mutate } = useSyncMutation(
        (_store: Store) => fetcher({ signal: new AbortController().signal }),
        {
          invalidates: ['stores'],
          optimistic: ({ id, name }) => [
            {
              key: 'stores',
              update: (list: Store[]) => list.map((store) => (store.id === id ? { ...store, name } : store)),
            },
          ],
        },
      )
      return (
        <>
          <p>{data.map(({ name }) => name).join()}</p>
          <button onClick={() => mutate({ id: 1, name: 'A!' })}>rename</button>
        </>
      )
    }
    const { container, getByText } = renderWith(manager, <Stores />, { strict: true })
    const text = () => container.querySelector('p')?.textContent
    await settle()
    await stores.answer([
      { id: 1, name: 'A' },
      { id: 2, name: 'B' },
    ])
    fireEvent.click(getByText('rename'))
    await settle()
    expect(text()).toBe('A!,B')
    await fail(new HttpError('conflict', { status: 409, headers: new Headers() }))
    expect(text()).toBe('A,B')
    expect(stores.calls).toHaveLength(1)
    fireEvent.click(getByText('rename'))
    await settle()
    await settle(() => calls[1]?.resolve({ id: 1, name: 'A!' }))
    expect(text()).toBe('A!,B')
    expect(stores.calls).toHaveLength(2)
    await stores.answer([
      { id: 1, name: 'A!' },
      { id: 2, name: 'C' },
    ])
    expect(text()).toBe('A!,C')
  })

  it('resolves members that are functions of the variables, and uses what the latest render said', async () => {
    const { manager } = createManager()
    const mutate = vi.spyOn(manager, 'mutate')
    const { fn, answer } = scriptedCall()
    const options = (name: string): MutationOptions<unknown, string> => ({
      invalidates: (id) => [['store', id, name]],
      commit: (id) => [{ key: ['store', id], data: (result) => result }],
      scope: (id) => `store ${id}`,
      optimistic: [],
    })
    const { now, update, Caller } = renderMutation<string>(manager, fn, options('first'))
    update(<Caller by={options('second')} />)
    act(() => now().mutate('7'))
    await answer({ id: 7 })
    expect(mutate.mock.calls[0]?.[1]).toMatchObject({
      invalidates: [['store', '7', 'second']],
      scope: 'store 7',
      optimistic: [],
    })
    expect(manager.getSnapshot(['store', '7']).data).toEqual({ id: 7 })
  })

  it('counts what an option function throws as a failure of the call', async () => {
    const { manager } = createManager()
    const { fn } = scriptedCall()
    const { now } = renderMutation<string>(manager, fn, {
      invalidates: () => {
        throw new Error('option')
      },
    })
    await settle(() => now().mutate('a'))
    expect(stateOf(now())).toEqual([false, 'option', undefined])
    expect(fn).not.toHaveBeenCalled()
  })

  it('finishes what was begun when its component leaves, without a warning', async () => {
    const { manager } = createManager()
    const errors = vi.spyOn(console, 'error')
    onTestFinished(() => errors.mockRestore())
    const { fn, answer } = scriptedCall()
    const onSuccess = vi.fn()
    const { now, unmount } = renderMutation<string>(manager, fn, { onSuccess }, true)
    act(() => now().mutate('a'))
    unmount()
    await answer('done')
    expect(onSuccess).toHaveBeenCalledWith('done', 'a')
    expect(errors).not.toHaveBeenCalled()
  })
})
