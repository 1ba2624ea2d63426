import { stores } from '../start/stores'
// ---
import { useSync } from '@freshline/react'
import { Suspense } from 'react'

function Count() {
  const { data } = useSync(stores, { suspense: true }) // never undefined
  return <p>{data.length} stores</p>
}

export const Page = () => (
  <Suspense fallback={<p>Loading …</p>}>
    <Count />
  </Suspense>
)
