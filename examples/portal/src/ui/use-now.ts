/** One clock for every age on screen: ticks once a second while somebody looks at the page, and only then. */
import { getCurrentScope, onScopeDispose, readonly, ref, type Ref } from 'vue'

const now = ref(Date.now())
let users = 0
let timer: ReturnType<typeof setInterval> | undefined

function follow(): void {
  clearInterval(timer)
  timer = undefined
  if (users === 0 || document.hidden) return
  now.value = Date.now()
  timer = setInterval(() => (now.value = Date.now()), 1_000)
}

/** The time, in epoch milliseconds, to the second. */
export function useNow(): Readonly<Ref<number>> {
  if (getCurrentScope() === undefined) return readonly(now)
  users += 1
  if (users === 1) {
    document.addEventListener('visibilitychange', follow)
    follow()
  }
  onScopeDispose(() => {
    users -= 1
    if (users > 0) return
    document.removeEventListener('visibilitychange', follow)
    follow()
  })
  return readonly(now)
}
