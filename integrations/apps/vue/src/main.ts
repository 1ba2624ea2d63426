import { dataSyncPlugin } from '@freshline/vue'
import { createApp } from 'vue'
import StoresList from './stores-list.vue'

createApp(StoresList).use(dataSyncPlugin).mount('#app')
