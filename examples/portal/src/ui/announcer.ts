/** What a screen reader is told, in one place, so that two voices never speak over each other. */
import { readonly, ref } from 'vue'

const said = ref('')

/** The latest announcement. */
export const announcement = readonly(said)

/** Has it said, also when it is what was said last. */
export function announce(text: string): void {
  said.value = said.value === text ? `${text}\u00a0` : text
}
