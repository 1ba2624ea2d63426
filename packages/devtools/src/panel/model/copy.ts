/** Data as text for the clipboard: JSON, with secrets cut as they are on screen unless they are shown. */
import { cut, isSecretName, type Redactor } from '../../redact'

/** A value as indented JSON. What JSON does not know (bigint, Map, Set, cycles) is written so that it can be read. */
export function toJson(value: unknown, redactor: Redactor | undefined): string {
  const above: object[] = []
  const text = JSON.stringify(
    value,
    function (this: object, name: string, each: unknown) {
      while (above.length > 0 && above.at(-1) !== this) above.pop()
      if (typeof each === 'bigint') return `${each}n`
      if (typeof each === 'string') {
        if (!redactor) return each
        return isSecretName(name) ? cut(each) : redactor.line(each)
      }
      if (typeof each !== 'object' || each === null) return each
      if (above.includes(each)) return '(the same object as above)'
      above.push(each)
      return each instanceof Map || each instanceof Set ? [...each] : each
    },
    2,
  )
  return text ?? String(value)
}
