import { dataSyncManager, userMessage } from '@freshline/core'
import { stores } from './stores'

const registration = dataSyncManager.register(stores)

registration.subscribe((snapshot) => {
  const list = document.querySelector('#stores')
  if (!list) return
  if (snapshot.status === 'success') list.textContent = snapshot.data.map((store) => store.name).join(', ')
  else if (snapshot.status === 'error') list.textContent = userMessage(snapshot.error)
})

// When the page no longer needs it: registration.unregister()
