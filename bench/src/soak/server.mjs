// What the soak's page asks: a server whose data changes now and then, and a network with latency and faults. Neither
// holds anything for a key, so that whatever grows is the library's.

/** Answers arrive on a grid of this many milliseconds: fewer moments to simulate, as many answers. */
const GRID = 20

/** How many counters of writes there are; keys share them. */
const COUNTERS = 65_536

/** @param {import('../fake-time.mjs').FakeTime} time */
export function createServer(time, random) {
  const written = new Int32Array(COUNTERS)
  const batches = new Map()
  const counts = { requests: 0, failed: 0, hung: 0, notModified: 0, aborted: 0 }
  /** Nothing gets through while this is so. */
  let isDown = false

  /** Grows every 5 to 30 minutes by itself, and with each write. */
  const versionOf = (id) => {
    const every = 300_000 + ((id * 7919) % 1_500_000)
    return Math.floor((time.now + id * 1000) / every) + written[id % COUNTERS]
  }

  /** Answers after 20 to 200 ms, or not at all; with a signal, as `fetch` does: rejects at once when it is aborted. */
  const send = (work, signal, mayHang = true) => {
    counts.requests++
    return new Promise((resolve, reject) => {
      signal?.addEventListener('abort', () => (counts.aborted++, reject(signal.reason)), { once: true })
      if (mayHang && random() < 0.0002) return void counts.hung++
      const at = Math.ceil((time.now + 20 + random() * 180) / GRID) * GRID
      if (!batches.has(at)) {
        batches.set(at, [])
        time.set(() => deliver(at), at - time.now)
      }
      batches.get(at).push({ work, resolve, reject })
    })
  }

  const deliver = (at) => {
    const batch = batches.get(at)
    batches.delete(at)
    for (const { work, resolve, reject } of batch) {
      const isLost = isDown || random() < 0.01
      if (isLost) counts.failed++
      try {
        resolve(work(isLost))
      } catch (error) {
        reject(error)
      }
    }
  }

  const dataOf = (id) => {
    const version = versionOf(id)
    const rows = [0, 1, 2, 3].map((row) => ({
      id: row,
      label: `Row ${row}`,
      value: row === 0 ? version : row,
    }))
    return { id, name: `Item ${id}`, version, rows }
  }

  return {
    counts,
    /** Timers of the network's own. */
    get timers() {
      return batches.size
    },
    setDown: (down) => void (isDown = down),
    /** A read, answered with a new object. */
    read: (id, signal) =>
      send((isLost) => {
        if (isLost) throw new TypeError('fetch failed')
        return dataOf(id)
      }, signal),
    /** A read over HTTP, with an ETag, 304s and, where it fails, a 503 that says when to come back. */
    transport: (id) => (_url, init) =>
      send((isLost) => {
        if (isLost) return new Response('down', { status: 503, headers: { 'retry-after': '5' } })
        const headers = { etag: `"${versionOf(id)}"`, 'content-type': 'application/json' }
        if (new Headers(init?.headers).get('if-none-match') === headers.etag) {
          counts.notModified++
          return new Response(null, { status: 304, headers })
        }
        return new Response(JSON.stringify(dataOf(id)), { headers })
      }, init?.signal),
    /** A write; answers the data as it then is. `refuse`: the server says no. */
    write(id, refuse) {
      const work = (isLost) => {
        if (isLost || refuse) throw Object.assign(new Error('refused'), { status: isLost ? 500 : 409 })
        written[id % COUNTERS]++
        return dataOf(id)
      }
      // A mutation has no timeout of its own: one that never ends would keep what it shows, rightly.
      return send(work, undefined, false)
    },
  }
}
