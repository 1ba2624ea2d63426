/** A moment as a clock shows it, in the language of the page. Pure. */
export function clockWords(at: number): string {
  return new Date(at).toLocaleTimeString(undefined, { hourCycle: 'h23' })
}
