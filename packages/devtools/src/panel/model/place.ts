/** Where the panel is and how large: docked below, docked to the right, or a window of its own. Pure; pixels. */

/** How the panel stands on the page. */
export type Dock = 'bottom' | 'right' | 'window'

/** Place and size. Each way of docking remembers its own. */
export interface Place {
  readonly dock: Dock
  /** Height when docked below. */
  readonly height: number
  /** Width when docked to the right. */
  readonly width: number
  /** The window: its corner and its size. */
  readonly x: number
  readonly y: number
  readonly windowWidth: number
  readonly windowHeight: number
}

/** A size. */
export interface Size {
  readonly width: number
  readonly height: number
}

/** Where the panel is at first. */
export const FIRST_PLACE: Place = {
  dock: 'bottom',
  height: 420,
  width: 460,
  x: 48,
  y: 48,
  windowWidth: 760,
  windowHeight: 480,
}

const LEAST = { width: 280, height: 180 }

/** The place, with all of it on a page of a size. */
export function fit(place: Place, page: Size): Place {
  const most = { width: Math.max(LEAST.width, page.width), height: Math.max(LEAST.height, page.height) }
  const windowWidth = between(LEAST.width, place.windowWidth, most.width)
  const windowHeight = between(LEAST.height, place.windowHeight, most.height)
  return {
    dock: place.dock,
    height: between(LEAST.height, place.height, most.height - 40),
    width: between(LEAST.width, place.width, most.width),
    windowWidth,
    windowHeight,
    x: between(0, place.x, Math.max(0, page.width - windowWidth)),
    y: between(0, place.y, Math.max(0, page.height - windowHeight)),
  }
}

/** The place after its edge was moved by so much: down and to the right is positive. */
export function resized(place: Place, dx: number, dy: number): Place {
  if (place.dock === 'bottom') return { ...place, height: place.height - dy }
  if (place.dock === 'right') return { ...place, width: place.width - dx }
  return { ...place, windowWidth: place.windowWidth + dx, windowHeight: place.windowHeight + dy }
}

/** The place of a window after it was moved by so much. Docked ones stay. */
export function moved(place: Place, dx: number, dy: number): Place {
  return place.dock === 'window' ? { ...place, x: place.x + dx, y: place.y + dy } : place
}

/** The size that the edge of a docked panel changes, its bounds, for those who cannot see it. */
export function edgeOf(place: Place, page: Size): { now: number; least: number; most: number } {
  if (place.dock === 'right') return { now: place.width, least: LEAST.width, most: page.width }
  return {
    now: place.dock === 'bottom' ? place.height : place.windowHeight,
    least: LEAST.height,
    most: Math.max(LEAST.height, page.height - (place.dock === 'bottom' ? 40 : 0)),
  }
}

function between(least: number, value: number, most: number): number {
  return Math.round(Math.min(Math.max(least, value), Math.max(least, most)))
}
