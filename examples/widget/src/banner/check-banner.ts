/** Whether what arrived is a banner: a page of others is no place to find out by an exception. */
import type { PublishedBanner } from '@freshline/example-server/api-types'

const texts = ['title', 'text', 'acceptLabel', 'rejectLabel', 'policyLabel', 'policyUrl', 'language'] as const

/** Whether a value has everything that a banner needs, and nothing that could do harm. */
export function isBanner(value: unknown): value is PublishedBanner {
  const banner = value as Partial<PublishedBanner> | null | undefined
  const content = banner?.content
  return (
    typeof content === 'object' &&
    content !== null &&
    isCount(banner?.version) &&
    isCount(banner?.asksSince) &&
    isCount(banner?.publishedAt) &&
    texts.every((name) => typeof content[name] === 'string') &&
    content.title !== '' &&
    content.acceptLabel !== '' &&
    content.rejectLabel !== '' &&
    /^(https?:\/\/.*)?$/i.test(content.policyUrl) &&
    /^#[\da-f]{6}$/i.test(content.accent) &&
    /^(bottom|top|corner-start|corner-end)$/.test(content.position) &&
    /^(auto|light|dark)$/.test(content.theme)
  )
}

/** The same as a Standard Schema, which the library checks answers by. */
export const bannerSchema = {
  '~standard': {
    version: 1,
    vendor: 'freshline-consent',
    validate: (value: unknown): { value: PublishedBanner } | { issues: { message: string }[] } =>
      isBanner(value) ? { value } : { issues: [{ message: 'This is no banner.' }] },
  },
} as const

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0
}
