/** The script that other sites embed, by one tag. */
import { claim } from './claim'
import { findTag, readSettings } from './settings'
import { startWidget } from './widget'

/** Written in by the build. */
declare const WIDGET_VERSION: string

const tag = findTag()

try {
  claim(WIDGET_VERSION, () => {
    const settings = readSettings(tag)
    return settings && startWidget(settings)
  })
} catch (error) {
  // A page must not find an error of ours among its own.
  console.warn('Consent banner: it could not be started.', error)
}
