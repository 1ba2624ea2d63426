/** The script that other sites embed, by one tag. */
import { claim } from './claim'
import { findTag, readSettings } from './settings'
import { startWidget } from './widget'

/** Written in by the build. */
declare const WIDGET_VERSION: string

const tag = findTag()

claim(WIDGET_VERSION, () => {
  const settings = readSettings(tag)
  return settings && startWidget(settings)
})
