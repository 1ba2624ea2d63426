import { useEffect, useState } from 'react'

interface Stats {
  users: number
}
// ---
export function Users() {
  const [stats, setStats] = useState<Stats>()
  useEffect(() => {
    const load = async () => setStats((await (await fetch('/api/stats')).json()) as Stats)
    void load()
    const timer = setInterval(load, 15_000)
    return () => clearInterval(timer)
  }, [])
  return <p>{stats?.users}</p>
}
