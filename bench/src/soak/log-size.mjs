// How many invalidations the manager's log remembers. Nothing public says so, so the debugger is asked: it finds the
// object of the class `Epochs` behind a manager, whatever the build calls the way to it, and reads its maps' sizes.
import { Session } from 'node:inspector'

const DEPTH = 4

export function logSize(manager) {
  const session = new Session()
  session.connect()
  const ask = (method, params) => {
    let answer
    session.post(method, { ...params, objectGroup: 'soak' }, (error, result) => {
      if (error) throw error
      answer = result
    })
    return answer
  }
  globalThis.soakedManager = manager
  try {
    const { result } = ask('Runtime.evaluate', { expression: 'globalThis.soakedManager' })
    const log = find(ask, result, DEPTH, new Set())
    if (!log) throw new Error('The log of invalidations is not where it was')
    const sizes = membersOf(ask, log).map(({ description }) => /^Map\((\d+)\)$/.exec(description ?? '')?.[1])
    return sizes.reduce((sum, size) => sum + Number(size ?? 0), 0)
  } finally {
    delete globalThis.soakedManager
    ask('Runtime.releaseObjectGroup', {})
    session.disconnect()
  }
}

function find(ask, object, depth, seen) {
  if (object.className === 'Epochs') return object
  if (depth === 0) return undefined
  for (const member of membersOf(ask, object)) {
    const name = `${member.className} ${member.description}`
    if (member.subtype !== undefined || member.type !== 'object' || seen.has(name)) continue
    // One object of a kind is enough: there is one store, and one log in it.
    if (member.className !== 'Object') seen.add(name)
    const found = find(ask, member, depth - 1, seen)
    if (found) return found
  }
  return undefined
}

function membersOf(ask, { objectId }) {
  const { result = [], privateProperties = [] } = ask('Runtime.getProperties', {
    objectId,
    ownProperties: true,
  })
  return [...result, ...privateProperties].map(({ value }) => value).filter((value) => value?.objectId)
}
