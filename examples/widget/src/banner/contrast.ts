/** Which of black and white can be read on a colour; one of them always has a contrast of 4.5 or more. */

/** `#ffffff` or `#000000`, whichever stands out more from `#rrggbb`. */
export function inkOn(colour: string): '#ffffff' | '#000000' {
  const light = luminance(colour)
  return 1.05 / (light + 0.05) >= (light + 0.05) / 0.05 ? '#ffffff' : '#000000'
}

/** Relative luminance as WCAG 2 defines it, from 0 to 1. */
function luminance(colour: string): number {
  const channel = (at: number): number => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}
