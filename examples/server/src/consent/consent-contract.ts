/** The JSON contract of the consent banner: what visitors' pages are told, and what the page that edits it works with. */

/** Where on the page a banner stands. `start` and `end` follow the direction of its language. */
export type BannerPosition = 'bottom' | 'top' | 'corner-start' | 'corner-end'

/** Colours of a banner: as the visitor's system has it, or always the same. */
export type BannerTheme = 'auto' | 'light' | 'dark'

/** What an editor decides. All of it is text to be shown as text. */
export interface BannerContent {
  /** 1 to 80 characters. */
  title: string
  /** 1 to 600 characters; an empty line parts paragraphs. */
  text: string
  /** 1 to 40 characters. */
  acceptLabel: string
  /** 1 to 40 characters. */
  rejectLabel: string
  /** Words of the link to the policy, 1 to 60 characters. */
  policyLabel: string
  /** An https: or http: address; empty for no link. */
  policyUrl: string
  /** BCP 47 tag of the language that it is written in, such as `en` or `ar`; the direction follows from it. */
  language: string
  position: BannerPosition
  theme: BannerTheme
  /** Colour of the buttons, `#rrggbb`. */
  accent: string
}

/** What `GET /api/consent/:site` answers: the banner as visitors are to see it. */
export interface PublishedBanner {
  site: string
  /** Grows by one with each publication, also with one that brings back an earlier text. */
  version: number
  /** Visitors who answered a version before this one are asked again. */
  asksSince: number
  /** Epoch milliseconds; later than that of every earlier version, also where a database was replaced by a new one. */
  publishedAt: number
  content: BannerContent
}

/** What a visitor may answer. */
export type ConsentAnswer = 'accept' | 'reject'

/** One publication. */
export interface BannerVersion {
  version: number
  /** Epoch milliseconds. */
  publishedAt: number
  publishedBy: string
  /** The version whose content it brought back, else null. */
  restoredFrom: number | null
  /** Whether visitors who had answered before were asked again. */
  asksAgain: boolean
  content: BannerContent
  /** How many visitors answered it, and how. */
  answers: Record<ConsentAnswer, number>
}

/** What `GET /api/admin/consent/:site` answers, and every write to it. */
export interface ConsentState {
  site: string
  /** Grows with every write; `If-Match: "<revision>"` guards the next one. */
  revision: number
  draft: BannerContent
  /** Epoch milliseconds. */
  draftUpdatedAt: number
  /** Whether the draft says something else than what is published. */
  hasChanges: boolean
  published: PublishedBanner
  /** The newest 50, newest first. */
  versions: BannerVersion[]
  /** Base address by which visitors get script and banner; null: this server's own. */
  cdnUrl: string | null
  /** Address of a page that embeds the banner, where one is known. */
  pageUrl: string | null
}

/** Body of `POST /api/admin/consent/:site/publish`. */
export interface PublishBody {
  /** Whether visitors who have answered already are asked again. Default false. */
  asksAgain?: boolean
}

/** Body of `POST /api/admin/consent/:site/restore`. */
export interface RestoreBody {
  /** The version whose content is published once more, as the next version. */
  version: number
}

/** What one way of asking for the published banner brought. */
export interface EdgeReading {
  /** HTTP status; 0 where there was no answer. */
  status: number
  version: number | null
  /** Seconds that a cache on the way has had it for, by its `Age`. */
  age: number
}

/** What `GET /api/admin/consent/:site/edge` answers: what comes out at the far end of the CDN. */
export interface EdgeAnswer {
  /** Epoch milliseconds. */
  at: number
  /** As a plain `fetch` would see it. */
  plain: EdgeReading
  /** As the widget sees it, which passes caches by. */
  fresh: EdgeReading
}
