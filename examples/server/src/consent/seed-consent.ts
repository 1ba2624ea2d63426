/** The demo's one site, with a history, so that nobody meets an empty page. */
import type { Database } from '../db/database.ts'
import type { BannerContent } from './consent-contract.ts'

/** The site that the demo's bakery embeds. */
export const DEMO_SITE = 'harbour-bakery'

const DAY = 86_400_000

const first: BannerContent = {
  title: 'Cookies on this site',
  text: 'We use cookies to count visits.',
  acceptLabel: 'Accept',
  rejectLabel: 'Reject',
  policyLabel: 'Cookie policy',
  policyUrl: '',
  language: 'en',
  position: 'bottom',
  theme: 'auto',
  accent: '#1d4f63',
}

const second: BannerContent = {
  ...first,
  title: 'A word about cookies',
  text: 'With your permission we count visits, to learn which of our breads you look for.\n\nNothing is shared with advertisers.',
  policyUrl: 'https://harbour-bakery.example/cookies',
}

const third: BannerContent = {
  ...second,
  title: 'Cookies, but not the edible kind',
  acceptLabel: 'Allow counting',
  rejectLabel: 'No, thank you',
  policyLabel: 'What we count, and for how long',
}

const history = [
  { content: first, daysAgo: 41, asksSince: 1, accepted: 812, rejected: 377 },
  { content: second, daysAgo: 12, asksSince: 2, accepted: 264, rejected: 143 },
  // Later than what a browser may still hold of a database that was removed.
  { content: third, daysAgo: 0, asksSince: 2, accepted: 61, rejected: 30 },
]

/** Fills the tables where the site is not there yet. */
export function seedConsent(db: Database, now: number): void {
  db.transaction(() => {
    if (db.get('SELECT site FROM consent_sites WHERE site = ?', DEMO_SITE) !== undefined) return
    db.run(
      'INSERT INTO consent_sites (site, revision, draft, draft_updated_at) VALUES (?, ?, ?, ?)',
      DEMO_SITE,
      history.length,
      JSON.stringify(third),
      now,
    )
    for (const [index, { content, daysAgo, asksSince, accepted, rejected }] of history.entries()) {
      db.run(
        `INSERT INTO consent_versions
           (site, version, asks_since, published_at, published_by, content, accepted, rejected)
         VALUES (?, ?, ?, ?, 'ines@harbour-bakery.example', ?, ?, ?)`,
        DEMO_SITE,
        index + 1,
        asksSince,
        now - daysAgo * DAY,
        JSON.stringify(content),
        accepted,
        rejected,
      )
    }
  })
}
