import { fetchFresh } from '@freshline/core'
import { createSyncStore, selectStore } from '@freshline/vanilla'

interface User {
  readonly name: string
}

const user = createSyncStore(['user', 1], ({ key, signal }) => fetchFresh<User>(`/api/${key}`, { signal }), {
  interval: 30_000,
  keepPrevious: true,
})
const name = selectStore(user, ({ data }) => data?.name ?? '…')

const off = name.subscribe((text) => console.log(text)) // logs at once, and when the name is another
user.setKey(['user', 2]) // leaves the first key, loads the second
user.setOptions({ interval: 5_000 })
void user.refresh({ force: true })
off() // the last subscriber: nothing is asked for any more
