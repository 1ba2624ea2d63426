import { TtlCache } from '@freshline/core'

interface User {
  name: string
}

const users = new TtlCache<User>({
  ttl: 60_000,
  maxEntries: 500,
  onRemove: (key, _user, reason) => console.log(`${key} left: ${reason}`),
})

users.set(['user', 42], { name: 'Ada' }, { tags: ['users'] })
users.get(['user', 42]) // { name: 'Ada' }, for a minute
users.peek(['user', 42]) // { value, storedAt, expiresAt, … }, for ten minutes more while it is stale
users.invalidate({ tag: 'users' }) // 1: so many were held
users.stats() // { hits: 1, misses: 0, staleHits: 0, evictions: 0, size: 1, bytes: 0 }

const loadUser = async () => (await (await fetch('/api/users/42')).json()) as User
const { data, cached, expiresAt } = await users.load(['user', 42], loadUser, { staleIfError: 300_000 })
console.log(data.name, cached, new Date(expiresAt))
