import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Button } from '../src/ui/button'
import { Pager } from '../src/ui/pager'
import { SearchField } from '../src/ui/search-field'
import { dismissToast, showToast, toastStore } from '../src/ui/toast-store'
import { useLinger } from '../src/ui/use-linger'

beforeEach(() => void vi.useFakeTimers())

afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

describe('SearchField', () => {
  const setUp = (value = '') => {
    const onSearch = vi.fn<(text: string) => void>()
    const field = (text: string) => (
      <SearchField label="Search" placeholder="" value={text} onSearch={onSearch} />
    )
    const view = render(field(value))
    const input = screen.getByRole('searchbox')
    return { onSearch, input, rerender: (text: string) => view.rerender(field(text)) }
  }

  test('waits until the typing stops, and searches once', () => {
    const { onSearch, input } = setUp()
    for (const value of ['a', 'ac', 'acm']) {
      fireEvent.change(input, { target: { value } })
      act(() => void vi.advanceTimersByTime(200))
    }
    expect(onSearch).not.toHaveBeenCalled()
    act(() => void vi.advanceTimersByTime(60))
    expect(onSearch.mock.calls).toEqual([['acm']])
  })

  test('follows a search that was changed elsewhere', () => {
    const { input, rerender } = setUp('acme')
    rerender('')
    expect(input).toHaveProperty('value', '')
  })

  test('Enter searches at once and Escape empties', () => {
    const { onSearch, input } = setUp()
    fireEvent.change(input, { target: { value: ' acme ' } })
    fireEvent.keyDown(input, { key: 'Enter' })
    expect(onSearch.mock.calls).toEqual([['acme']])
    fireEvent.keyDown(input, { key: 'Escape' })
    expect(input).toHaveProperty('value', '')
  })
})

describe('Pager', () => {
  test('says where it is and goes no further than there is', () => {
    const onPage = vi.fn<(page: number) => void>()
    render(<Pager page={2} pageSize={25} total={51} onPage={onPage} />)
    expect(screen.getByText('26–50 of 51')).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: 'Last page' }))
    fireEvent.click(screen.getByRole('button', { name: 'Previous page' }))
    expect(onPage.mock.calls).toEqual([[3], [1]])
  })

  test('has nowhere to go on the only page', () => {
    render(<Pager page={1} pageSize={25} total={3} onPage={() => {}} />)
    for (const button of screen.getAllByRole('button')) expect(button).toHaveProperty('disabled', true)
  })
})

test('a busy button keeps the focus and does nothing', () => {
  const onClick = vi.fn<() => void>()
  render(
    <Button busy onClick={onClick}>
      Save
    </Button>,
  )
  const button = screen.getByRole('button')
  button.focus()
  fireEvent.click(button)
  expect(onClick).not.toHaveBeenCalled()
  expect(document.activeElement).toBe(button)
})

test('what lingers stays on for its time after it went off', () => {
  function Probe({ on }: { on: boolean }) {
    return <p>{useLinger(on, 500) ? 'on' : 'off'}</p>
  }
  const view = render(<Probe on={false} />)
  view.rerender(<Probe on />)
  view.rerender(<Probe on={false} />)
  act(() => void vi.advanceTimersByTime(499))
  expect(screen.getByText('on')).toBeTruthy()
  act(() => void vi.advanceTimersByTime(1))
  expect(screen.getByText('off')).toBeTruthy()
})

test('no more than four toasts are kept, the oldest leave first', () => {
  for (let index = 1; index <= 6; index++) showToast({ tone: 'ok', title: String(index) })
  expect(toastStore.getSnapshot().map(({ title }) => title)).toEqual(['3', '4', '5', '6'])
  for (const { id } of toastStore.getSnapshot()) dismissToast(id)
  expect(toastStore.getSnapshot()).toEqual([])
})
