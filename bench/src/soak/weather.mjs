// What happens to the page as a whole, hour by hour: nobody looks, the network or the server is away, the machine
// sleeps, automatic requests are switched off, another user signs in. Each ends well before a measurement.

/** Seconds within an hour. */
const HOUR = {
  hidden: [
    [0, 1500],
    [1800, 3300],
  ],
  offline: [1520, 1550],
  down: [1600, 1630],
  paused: [3320, 3340],
  sleep: 3400,
}

/** Seconds of the day. */
const SIGN_OUT = { every: 21_600, at: 1560 }

/** How long the machine sleeps. */
const SLEEP_MS = 600_000

/** An environment that says how many listen to it. */
export function createEnvironment() {
  const listeners = new Set()
  const state = { visible: true, online: true }
  return {
    isVisible: () => state.visible,
    isOnline: () => state.online,
    subscribe(onChange) {
      const own = () => onChange()
      listeners.add(own)
      return () => void listeners.delete(own)
    },
    get listeners() {
      return listeners.size
    },
    set(next) {
      Object.assign(state, next)
      for (const listener of [...listeners]) listener()
    },
  }
}

/** A clock on simulated time, whose wall clock runs ahead when the machine sleeps. */
export function createSleepyClock(time) {
  const { clock } = time
  let slept = 0
  return { ...clock, now: () => clock.now() + slept, sleep: (ms) => void (slept += ms) }
}

/** A full log of invalidations from the beginning, so that its filling up is not taken for growth. */
export function fillLog(manager) {
  for (let n = 0; n < 1000; n++) {
    void manager.invalidate(`area:${n % 100}:item:gone-${n}`)
    void manager.invalidate({ tag: `group gone-${n}` })
    if (n < 200) void manager.invalidate(`gone:${n}:*`)
  }
}

export function createWeather(manager, environment, clock, server) {
  const seen = { hiddenSeconds: 0, signOuts: 0, sleeps: 0 }
  return {
    seen,
    /** Called for each second of the day, at its beginning. */
    second(second) {
      const at = second % 3600
      for (const [from, until] of HOUR.hidden) {
        if (at === from) environment.set({ visible: false })
        if (at === until) environment.set({ visible: true })
        if (at >= from && at < until) seen.hiddenSeconds++
      }
      if (at === HOUR.offline[0]) environment.set({ online: false })
      if (at === HOUR.offline[1]) environment.set({ online: true })
      if (at === HOUR.down[0]) server.setDown(true)
      if (at === HOUR.down[1]) server.setDown(false)
      if (at === HOUR.paused[0]) manager.pause()
      if (at === HOUR.paused[1]) manager.resume()
      if (at === HOUR.sleep) {
        clock.sleep(SLEEP_MS)
        seen.sleeps++
      }
      if (second % SIGN_OUT.every === SIGN_OUT.at) {
        manager.reset({ scope: `user ${++seen.signOuts}` })
      }
      // It has emptied the log; what it emptied of data is back by now.
      if (second % SIGN_OUT.every === SIGN_OUT.at + 120) fillLog(manager)
    },
  }
}
