/** Starts the portal. */
import { dataSyncPlugin } from '@freshline/vue'
import { createApp } from 'vue'
import App from './app/app.vue'
import { manager } from './data/manager'
import './styles/index.css'

createApp(App).use(dataSyncPlugin, { manager }).mount('#app')

console.info('%cFreshline%c keeps this page fresh. Type __FRESHLINE__.help()', 'font-weight:600', '')
