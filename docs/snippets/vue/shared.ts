import { useSync } from '@freshline/vue'
import { computed, effectScope } from 'vue'
import { stores } from './stores'

const scope = effectScope()

export const storeCount = scope.run(() => {
  const { data } = useSync(stores)
  return computed(() => data.value?.length ?? 0)
})

// When nobody needs it any more: scope.stop()
