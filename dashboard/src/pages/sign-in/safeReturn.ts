/** Where to go after signing in: only paths of this site, never another one that a link smuggled in. */
export function safeReturn(to: string | null): string {
  if (!to || !to.startsWith('/') || to.startsWith('//') || to.includes('\\') || to.startsWith('/sign-in')) return '/'
  return to
}
