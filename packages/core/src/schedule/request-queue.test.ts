import { describe, expect, it } from 'vitest'
import { PRIORITY, RequestQueue, type Priority } from './request-queue'

interface Request {
  readonly name: string
  priority: Priority
  wakeAt: number
  heapIndex: number
}

const request = (name: string, priority: Priority = PRIORITY.due): Request => ({
  name,
  priority,
  wakeAt: Infinity,
  heapIndex: -1,
})

/** A queue with requests in it, in this order. */
function queueOf(limit: number, ...requests: Request[]): RequestQueue<Request> {
  const queue = new RequestQueue<Request>(limit)
  for (const each of requests) queue.add(each)
  return queue
}

function drained(queue: RequestQueue<Request>): string[] {
  const names: string[] = []
  queue.drain((each) => names.push(each.name))
  return names
}

describe('RequestQueue', () => {
  it('begins a user action first, then what is overdue, then what is stale, then the rest', () => {
    const queue = queueOf(
      9,
      request('rest', PRIORITY.background),
      request('stale', PRIORITY.stale),
      request('due', PRIORITY.due),
      request('user', PRIORITY.user),
    )
    expect(drained(queue)).toEqual(['user', 'due', 'stale', 'rest'])
    expect(queue.running).toBe(4)
    expect(drained(queue)).toEqual([])
  })

  it('begins requests of one rank in the order in which they came', () => {
    const names = ['a', 'b', 'c', 'd', 'e']
    expect(drained(queueOf(9, ...names.map((name) => request(name))))).toEqual(names)
  })

  it('begins no more than its limit, and the next when one has ended', () => {
    const queue = queueOf(2, request('a'), request('b'), request('c'))
    expect(drained(queue)).toEqual(['a', 'b'])
    expect(drained(queue)).toEqual([])
    queue.running--
    expect(drained(queue)).toEqual(['c'])
    expect(queue.running).toBe(2)
  })

  it('begins what is added while it begins', () => {
    const queue = queueOf(3, request('a'))
    const names: string[] = []
    queue.drain((each) => {
      names.push(each.name)
      if (each.name === 'a') queue.add(request('b'))
    })
    expect(names).toEqual(['a', 'b'])
  })

  it('raises a waiting request before those of lower rank, behind those of its new one', () => {
    const late = request('late', PRIORITY.background)
    const queue = queueOf(9, request('stale', PRIORITY.stale), request('first'), late, request('second'))
    queue.raise(late, PRIORITY.due)
    expect(late.priority).toBe(PRIORITY.due)
    expect(drained(queue)).toEqual(['first', 'second', 'late', 'stale'])
  })

  it('raises the request that stands first', () => {
    const only = request('only', PRIORITY.background)
    const queue = queueOf(9, only)
    queue.raise(only, PRIORITY.due)
    queue.add(request('user', PRIORITY.user))
    queue.add(request('stale', PRIORITY.stale))
    expect(drained(queue)).toEqual(['user', 'only', 'stale'])
  })

  it('begins a raised request before one of a rank between, whichever came first', () => {
    const raised = request('raised', PRIORITY.background)
    const queue = queueOf(9, raised, request('stale', PRIORITY.stale))
    queue.raise(raised, PRIORITY.user)
    expect(drained(queue)).toEqual(['raised', 'stale'])
  })

  it('never lowers a request, and does not send it back within its rank', () => {
    const early = request('early', PRIORITY.stale)
    const queue = queueOf(9, early, request('other', PRIORITY.stale))
    queue.raise(early, PRIORITY.stale)
    queue.raise(early, PRIORITY.background)
    expect(early.priority).toBe(PRIORITY.stale)
    expect(drained(queue)).toEqual(['early', 'other'])
  })

  it('does not put in what is raised while it does not wait', () => {
    const gone = request('gone', PRIORITY.background)
    const queue = queueOf(9, gone)
    expect(drained(queue)).toEqual(['gone'])
    queue.raise(gone, PRIORITY.user)
    expect(gone.priority).toBe(PRIORITY.user)
    expect(drained(queue)).toEqual([])
  })

  it('never begins what was taken out', () => {
    const out = request('out')
    const queue = queueOf(9, out, request('in'))
    queue.delete(out)
    queue.delete(out)
    expect(drained(queue)).toEqual(['in'])
  })

  it('has room for a waiting request while all that wait fit beside those that run', () => {
    const [a, b, c] = [request('a'), request('b'), request('c')]
    const queue = queueOf(2, a, b)
    expect([queue.hasRoomFor(a), queue.hasRoomFor(b), queue.hasRoomFor(c)]).toEqual([true, true, false])
    queue.add(c)
    expect(queue.hasRoomFor(a)).toBe(false)
    queue.delete(c)
    queue.running = 1
    expect(queue.hasRoomFor(a)).toBe(false)
    queue.delete(b)
    expect(queue.hasRoomFor(a)).toBe(true)
  })

  it('says which were promised a place that others took, once', () => {
    const [late, first, gone] = [request('late', PRIORITY.background), request('first'), request('gone')]
    const queue = queueOf(2, late, gone)
    expect([queue.hasRoomFor(late), queue.hasRoomFor(gone)]).toEqual([true, true])
    queue.delete(gone)
    queue.add(first)
    const second = request('second')
    queue.add(second)
    expect(queue.hasRoomFor(second)).toBe(false)
    queue.add(request('third', PRIORITY.user))
    expect(queue.drain(() => {})).toEqual([late])
    expect(queue.drain(() => {})).toEqual([])
    queue.running = 0
    expect(drained(queue)).toEqual(['second', 'late'])
    const alone = queueOf(1, late)
    expect(alone.hasRoomFor(late)).toBe(true)
    alone.add(first)
    expect(alone.drain(() => {})).toEqual([late])
  })

  it('forgets requests and gates at clear', () => {
    const queue = queueOf(9, request('a'))
    queue.gate('https://a.example', 100, 0)
    queue.clear()
    expect(drained(queue)).toEqual([])
    expect(queue.gateOf('https://a.example')).toBe(0)
  })
})

describe('the gate of an origin', () => {
  it('is open where nobody asked for patience, and where there is no origin', () => {
    const queue = new RequestQueue<Request>(1)
    expect([queue.gateOf('https://a.example'), queue.gateOf(undefined)]).toEqual([0, 0])
  })

  it('stays shut as long as any answer asked for, and for its own origin only', () => {
    const queue = new RequestQueue<Request>(1)
    queue.gate('https://a.example', 500, 0)
    queue.gate('https://a.example', 300, 10)
    expect(queue.gateOf('https://a.example')).toBe(500)
    queue.gate('https://a.example', 700, 20)
    expect(queue.gateOf('https://a.example')).toBe(700)
    expect(queue.gateOf('https://b.example')).toBe(0)
    expect(queue.gateOf(undefined)).toBe(0)
  })

  it('is forgotten when its time has come, so that origins do not pile up', () => {
    const queue = new RequestQueue<Request>(1)
    queue.gate('https://past.example', 100, 0)
    queue.gate('https://now.example', 200, 0)
    queue.gate('https://later.example', 201, 0)
    queue.gate('https://new.example', 900, 200)
    expect(queue.gateOf('https://past.example')).toBe(0)
    expect(queue.gateOf('https://now.example')).toBe(0)
    expect(queue.gateOf('https://later.example')).toBe(201)
    expect(queue.gateOf('https://new.example')).toBe(900)
  })
})
