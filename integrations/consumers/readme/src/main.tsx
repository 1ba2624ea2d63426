// What the README leaves to its reader: a page with a place for each block.
import { dataSyncManager } from '@freshline/core'
import { installDevtools } from '@freshline/devtools'
import type { ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { createApp } from 'vue'
import { Users as After } from './blocks/after'
import { Users as Before } from './blocks/before'
import './blocks/program'
import { Stores } from './blocks/react'
import StoresOfVue from './blocks/vue.vue'

installDevtools(dataSyncManager)

const show = (id: string, node: ReactNode) => {
  const place = document.getElementById(id)
  if (place) createRoot(place).render(node)
}
show('react', <Stores />)
show('before', <Before />)
show('after', <After />)
createApp(StoresOfVue).mount('#vue')
