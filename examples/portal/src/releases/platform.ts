/** Which platform this machine has, as far as its browser says. */

/** The platform of an asset that fits; undefined where nobody can tell. */
export function platformOf({ userAgent }: { readonly userAgent: string }): string | undefined {
  if (/android|iphone|ipad/i.test(userAgent)) return undefined
  if (/windows/i.test(userAgent)) return 'Windows'
  if (/mac os x|macintosh/i.test(userAgent)) return 'macOS'
  if (!/linux/i.test(userAgent)) return undefined
  return /aarch64|arm64/i.test(userAgent) ? 'Linux, ARM64' : 'Linux, x64'
}
