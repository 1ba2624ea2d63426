/** Keeps a short-lived truth on screen long enough to be noticed. */
import { useEffect, useState } from 'react'

/** True while `on` is, and for at least `ms` milliseconds from when it became so. */
export function useLinger(on: boolean, ms: number): boolean {
  const [lingers, setLingers] = useState(on)
  if (on && !lingers) setLingers(true)

  useEffect(() => {
    if (!lingers || on) return
    const timer = setTimeout(() => setLingers(false), ms)
    return () => clearTimeout(timer)
  }, [lingers, on, ms])

  return lingers
}
