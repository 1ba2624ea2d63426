/** Data as text for the clipboard: JSON, with secrets cut as they are on screen unless they are shown. */
import { cut, isSecretName, type LineRedactor } from '../../redact'

/** A value as indented JSON. What JSON does not know (bigint, Map, Set, cycles) is written so that it can be read. */
export function toJson(value: unknown, redactor: LineRedactor | undefined): string {
  // What is being written, and what it is written as: the same but for maps and sets.
  const above: { readonly each: object; readonly shown: object }[] = []
  const text = JSON.stringify(
    value,
    function (this: object, name: string, each: unknown) {
      while (above.length > 0 && above.at(-1)?.shown !== this) above.pop()
      if (typeof each === 'bigint') return `${each}n`
      if (typeof each === 'string') {
        if (!redactor) return each
        return isSecretName(name) ? cut(each) : redactor.line(each)
      }
      if (typeof each !== 'object' || each === null) return each
      if (above.some((one) => one.each === each)) return '(the same object as above)'
      const shown = each instanceof Map || each instanceof Set ? [...each] : each
      above.push({ each, shown })
      return shown
    },
    2,
  )
  return text ?? String(value)
}
