/** Initials on a quiet ground, in place of a picture. */

/** Decoration beside a name. */
export function Avatar({ name }: { name: string }) {
  const words = name.split(/\s+/).filter(Boolean)
  const initials = [words[0], words.length > 1 ? words.at(-1) : undefined]
    .map((word) => word?.[0] ?? '')
    .join('')
  return (
    <span className="avatar" aria-hidden>
      {initials.toUpperCase()}
    </span>
  )
}
