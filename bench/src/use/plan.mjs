// What a team does with the dashboard for ten minutes: the same for every way of fetching that is compared.

/** Sections of the dashboard, and what is on screen in each: the resource, and how often it is polled. */
export const SECTIONS = {
  overview: ['stats', 'audit'],
  keys: ['keys', 'stats'],
  customers: ['customers', 'stats'],
  users: ['users', 'stats'],
}

/** Addresses and polling intervals, those of the example dashboard, in milliseconds. */
export const RESOURCES = {
  stats: { path: '/api/admin/stats', query: '?days=30', interval: 30_000 },
  audit: { path: '/api/admin/audit', query: '?limit=12', interval: 30_000 },
  keys: { path: '/api/admin/keys', query: '?page=1&pageSize=25&sort=-createdAt', interval: 15_000 },
  customers: { path: '/api/admin/customers', query: '?page=1&pageSize=25&sort=-createdAt', interval: 30_000 },
  users: { path: '/api/admin/users', query: '?page=1&pageSize=25&sort=-createdAt', interval: 60_000 },
}

const COLLECTIONS = ['keys', 'customers', 'users']

/** How the team works: `people` dashboards are open; times are mean milliseconds between one's deeds. */
export const TEAM = {
  people: 20,
  minutes: 10,
  moves: 40_000,
  leaves: 120_000,
  away: 60_000,
  saves: 1_200_000,
}

/**
 * All deeds, in order of time: `open`, `move` to a section, `hide` and `show` the tab, `save` a record of the section.
 * @param random answers numbers from 0 to 1, the same ones for the same seed
 */
export function planOf(team, random) {
  const end = team.minutes * 60_000
  const deeds = []
  const wait = (mean) => -Math.log(1 - random()) * mean
  const pick = (list) => list[Math.floor(random() * list.length)]
  for (let person = 0; person < team.people; person++) {
    const opened = random() * 20_000
    deeds.push({ at: opened, person, type: 'open', section: pick(Object.keys(SECTIONS)) })
    for (let at = opened + wait(team.moves); at < end; at += wait(team.moves))
      deeds.push({ at, person, type: 'move', section: pick(Object.keys(SECTIONS)) })
    for (let at = opened + wait(team.leaves); at < end; at += wait(team.leaves)) {
      deeds.push({ at, person, type: 'hide' })
      at += wait(team.away)
      deeds.push({ at, person, type: 'show' })
    }
    for (let at = opened + wait(team.saves); at < end; at += wait(team.saves))
      deeds.push({
        at,
        person,
        type: 'save',
        collection: pick(COLLECTIONS),
        id: 1 + Math.floor(random() * 20),
      })
  }
  return deeds
    .map((deed) => ({ ...deed, at: Math.round(deed.at) }))
    .filter(({ at }) => at < end)
    .sort((a, b) => a.at - b.at)
}
