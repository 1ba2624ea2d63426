/** Headers of every page and file: a strict policy that allows nothing from elsewhere and nothing inline. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': [
    `default-src 'self'`,
    `script-src 'self'`,
    `style-src 'self'`,
    `connect-src 'self'`,
    `img-src 'self' data:`,
    `object-src 'none'`,
    `base-uri 'self'`,
    `form-action 'self'`,
    `frame-ancestors 'none'`,
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
}
