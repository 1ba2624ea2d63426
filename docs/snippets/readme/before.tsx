import { useEffect, useState } from 'react'

export function Users() {
  const [stats, setStats] = useState<{ users: number }>()
  useEffect(() => {
    const load = async () => setStats((await (await fetch('/api/stats')).json()) as { users: number })
    void load()
    const timer = setInterval(load, 15_000)
    return () => clearInterval(timer)
  }, [])
  return <p>{stats?.users}</p>
}
