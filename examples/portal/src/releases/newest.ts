/** Which release is the newest, from every view, and whether it came out while the page was open. */
import { useSync } from '@freshline/vue'
import { computed, ref, watch } from 'vue'
import { latestRelease } from '../data/releases'

/** The newest tag when the page first knew one; whatever comes after it is new to whoever looks. */
const first = ref<string>()

/** Keeps the newest release fresh while its component is on screen. */
export function useNewest() {
  const { data } = useSync(latestRelease)
  const tag = computed(() => data.value?.release?.tag)
  watch(tag, remember, { immediate: true })
  return {
    tag,
    isNew: computed(() => tag.value !== undefined && first.value !== undefined && tag.value !== first.value),
    /** What is shown could not be confirmed. */
    isStale: computed(() => data.value?.source.stale === true),
  }
}

function remember(tag: string | undefined): void {
  first.value ??= tag
}
