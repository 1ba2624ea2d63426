/** What a banner's content may be, with messages for people. */
import * as v from 'valibot'
import { line, oneOf, whole } from '../data/fields.ts'
import type { BannerContent, PublishBody, RestoreBody } from './consent-contract.ts'

const TEXT = 'Must be 1 to 600 characters of text.'
const ADDRESS = 'Must be a web address that begins with https:// or http://, or empty.'

/** Text with line breaks; other control characters have no business in a banner. */
const paragraphs = v.pipe(
  v.string(TEXT),
  v.trim(),
  v.transform((text) => text.replaceAll('\r\n', '\n')),
  v.minLength(1, TEXT),
  v.maxLength(600, TEXT),
  v.check((text) => /^\P{Cc}*$/u.test(text.replaceAll('\n', '')), 'Must not contain control characters.'),
)

const policyUrl = v.pipe(
  v.string(ADDRESS),
  v.trim(),
  v.maxLength(300, 'Must be at most 300 characters.'),
  v.check((text) => text === '' || (/^https?:\/\//i.test(text) && URL.canParse(text)), ADDRESS),
)

/** Body of `PUT /api/admin/consent/:site/draft`. Members that are not named here can't be written. */
export const contentSchema: v.GenericSchema<unknown, BannerContent> = v.strictObject({
  title: line(80),
  text: paragraphs,
  acceptLabel: line(40),
  rejectLabel: line(40),
  policyLabel: line(60),
  policyUrl,
  language: v.pipe(
    v.string('Must be a language tag.'),
    v.trim(),
    v.maxLength(35, 'Must be a language tag.'),
    v.regex(/^[a-z]{2,3}(-[a-z\d]{2,8})*$/i, 'Must be a language tag such as en or pt-BR.'),
  ),
  position: oneOf(['bottom', 'top', 'corner-start', 'corner-end']),
  theme: oneOf(['auto', 'light', 'dark']),
  accent: v.pipe(
    v.string('Must be a colour.'),
    v.trim(),
    v.toLowerCase(),
    v.regex(/^#[\da-f]{6}$/, 'Must be a colour such as #1d5c4b.'),
  ),
})

/** Body of `POST /api/admin/consent/:site/publish`. */
export const publishSchema: v.GenericSchema<unknown, PublishBody> = v.strictObject({
  asksAgain: v.exactOptional(v.boolean('Must be true or false.')),
})

/** Body of `POST /api/admin/consent/:site/restore`. */
export const restoreSchema: v.GenericSchema<unknown, RestoreBody> = v.strictObject({
  version: whole(1, 1_000_000),
})

/** Query of `POST /api/consent/:site/answers`. */
export const answerSchema = v.object({
  version: v.pipe(
    v.string('Must be a version.'),
    v.regex(/^[1-9]\d{0,6}$/, 'Must be a version.'),
    v.transform(Number),
  ),
  answer: oneOf(['accept', 'reject']),
})
