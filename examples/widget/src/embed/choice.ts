/** What the visitor answered, and to which version. */
import type { ConsentAnswer, PublishedBanner } from '@freshline/example-server/api-types'
import type { PageStorage } from './page-storage'

/** An answer that was given on this site. */
export interface Choice {
  readonly answer: ConsentAnswer
  /** The version that it was given to. */
  readonly version: number
  /** Epoch milliseconds, by the visitor's clock. */
  readonly at: number
}

/** The visitor's choice: kept by the page's storage, and for as long as the page lives in any case. */
export interface ChoiceBook {
  /** The latest answer, also one that was given in another tab. */
  read(): Choice | undefined
  write(choice: Choice): void
}

/** Opens it for a site. */
export function createChoiceBook(site: string, storage: PageStorage): ChoiceBook {
  const name = choiceName(site)
  let own: Choice | undefined
  return {
    read() {
      const kept = storage.read(name, isChoice)
      return kept && (!own || kept.at >= own.at) ? kept : own
    },
    write(choice) {
      own = choice
      storage.write(name, choice)
    },
  }
}

/** The name that a site's choice is kept under. */
export function choiceName(site: string): string {
  return `freshline-consent:${site}:choice`
}

/** Whether a banner has still to be answered. */
export function isOpenQuestion(banner: PublishedBanner, choice: Choice | undefined): boolean {
  return choice === undefined || choice.version < banner.asksSince
}

function isChoice(value: unknown): value is Choice {
  const choice = value as Partial<Choice> | null | undefined
  return (
    (choice?.answer === 'accept' || choice?.answer === 'reject') &&
    Number.isSafeInteger(choice.version) &&
    Number.isFinite(choice.at)
  )
}
