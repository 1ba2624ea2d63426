/** Anchors of headings as they are on disk, where other tools make them: links into a page work in both places. */

/** The anchor of a heading, in the common form: lower case, no punctuation, hyphens for spaces. */
export const slugOf = (title) =>
  title
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(/\s/g, '-')
