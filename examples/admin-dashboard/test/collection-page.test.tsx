import type { AdminUser, ListAnswer } from '@freshline/example-server/api-types'
import { DataSyncManager, fixedEnvironment } from '@freshline/core'
import { DataSyncProvider } from '@freshline/react'
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { dismissToast, toastStore } from '../src/ui/toast-store'
import { UsersPage } from '../src/users/users-page'
import { pressRefresh } from './indicators'

/** A server of two users that can be told what to answer next. */
function createServer() {
  const users: AdminUser[] = [1, 2].map((id) => ({
    id,
    version: 1,
    createdAt: id,
    updatedAt: id,
    name: `User ${id}`,
    email: `user${id}@example.com`,
    role: 'support',
    status: 'active',
    lastActiveAt: null,
  }))
  const state = { users, version: 1, writes: [] as { method: string; path: string; body: unknown }[] }
  const next: (() => Response | Promise<Response>)[] = []
  const list = (): ListAnswer<AdminUser> => ({
    items: state.users,
    total: state.users.length,
    page: 1,
    pageSize: 25,
    updatedAt: 1,
    version: state.version,
  })
  const answer = async (path: string, init: RequestInit): Promise<Response> => {
    const method = init.method ?? 'GET'
    const special = next.shift()
    if (method !== 'GET') {
      const body: unknown = typeof init.body === 'string' ? JSON.parse(init.body) : undefined
      state.writes.push({ method, path, body })
      if (special !== undefined) return special()
      const id = Number(path.split('/').at(-1))
      state.version += 1
      state.users = state.users.map((user) =>
        user.id === id ? { ...user, ...(body as Partial<AdminUser>), version: user.version + 1 } : user,
      )
      return Response.json(state.users.find((user) => user.id === id) ?? {})
    }
    return special === undefined ? Response.json(list()) : special()
  }
  return {
    state,
    next: (response: () => Response | Promise<Response>) => void next.push(response),
    fetch: (input: string | URL, init: RequestInit = {}) => answer(String(input), init),
  }
}

const refusal = (status: number, error: object) => () => Response.json({ error }, { status })

let server: ReturnType<typeof createServer>
let manager: DataSyncManager

beforeEach(() => {
  server = createServer()
  vi.stubGlobal('fetch', server.fetch)
  manager = new DataSyncManager({ environment: fixedEnvironment(), defaults: { retry: 0 } })
})

afterEach(() => {
  cleanup()
  manager.dispose()
  for (const { id } of toastStore.getSnapshot()) dismissToast(id)
  vi.unstubAllGlobals()
})

function open(query = '') {
  return render(
    <DataSyncProvider manager={manager}>
      <UsersPage params={new URLSearchParams(query)} />
    </DataSyncProvider>,
  )
}

const statusOf = (name: string) =>
  screen.findByRole<HTMLSelectElement>('combobox', { name: `Status of ${name}` })
const toasts = () => toastStore.getSnapshot().map(({ title, text }) => [title, text])

describe('a list', () => {
  test('says that it is loading, then shows its rows', async () => {
    open()
    expect(screen.getByText('Loading admin users')).toBeTruthy()
    expect(await screen.findByRole('button', { name: 'User 1' })).toBeTruthy()
    expect(screen.getByText('2 admin users')).toBeTruthy()
  })

  test('says why it could not be loaded', async () => {
    server.next(refusal(500, { code: 'internal', message: 'x' }))
    open()
    expect(await screen.findByText('Admin users could not be loaded')).toBeTruthy()
    expect(screen.getByRole('alert').textContent).toContain('The server has a problem.')
  })

  test('keeps its rows when a later request fails', async () => {
    open()
    await screen.findByRole('button', { name: 'User 1' })
    server.next(refusal(500, { code: 'internal', message: 'x' }))
    pressRefresh('Admin users')
    expect((await screen.findByRole('alert')).textContent).toContain('last successful update')
    expect(screen.getByRole('button', { name: 'User 1' })).toBeTruthy()
  })

  test('tells nothing found from nothing there', async () => {
    server.state.users = []
    const view = open('search=zzz')
    expect(await screen.findByText('No admin user matches “zzz”. Try fewer or other words.')).toBeTruthy()
    view.unmount()
    open()
    expect(await screen.findByText('No admin user yet')).toBeTruthy()
  })
})

describe('a change', () => {
  test('shows before the server has answered, and is confirmed', async () => {
    let release = () => {}
    const held = new Promise<void>((resolve) => (release = resolve))
    open()
    const status = await statusOf('User 1')
    server.next(() =>
      held.then(() => Response.json({ ...server.state.users[0], status: 'suspended', version: 2 })),
    )
    fireEvent.change(status, { target: { value: 'suspended' } })
    await waitFor(() => expect(status.value).toBe('suspended'))
    expect(toasts()).toEqual([])
    release()
    await waitFor(() => expect(toasts()).toEqual([['Saved User 1', undefined]]))
  })

  test('is taken back when the server refuses it, with the reason the server gave', async () => {
    open()
    const status = await statusOf('User 2')
    server.next(refusal(409, { code: 'conflict', message: 'This is the last active owner.' }))
    fireEvent.change(status, { target: { value: 'suspended' } })
    await waitFor(() =>
      expect(toasts()).toEqual([
        ['User 2 was not saved', 'This is the last active owner. Your change was taken back.'],
      ]),
    )
    expect(status.value).toBe('active')
  })

  test('of a form sends only what differs, and comes back with what was wrong', async () => {
    open()
    fireEvent.click(await screen.findByRole('button', { name: 'User 1' }))
    const email = screen.getByLabelText('E-mail')
    fireEvent.change(email, { target: { value: 'user2@example.com' } })
    server.next(
      refusal(422, {
        code: 'validation_failed',
        message: 'Taken.',
        fields: { email: 'Another user has this address.' },
      }),
    )
    fireEvent.click(screen.getByRole('button', { name: 'Save changes' }))
    await waitFor(() =>
      expect(toasts()).toEqual([['User 1 was not saved', 'Taken. Your change was taken back.']]),
    )
    expect(server.state.writes).toEqual([
      { method: 'PATCH', path: '/api/admin/users/1', body: { email: 'user2@example.com' } },
    ])
    toastStore.getSnapshot()[0]?.action?.run()
    const again = within(await screen.findByRole('dialog'))
    expect(again.getByLabelText('E-mail')).toHaveProperty('value', 'user2@example.com')
    expect(again.getByText('Another user has this address.')).toBeTruthy()
  })
})
