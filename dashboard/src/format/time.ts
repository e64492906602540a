const steps: [limit: number, unit: number, name: string][] = [
  [60, 1, 's'],
  [3600, 60, 'min'],
  [86_400, 3600, 'h'],
  [30 * 86_400, 86_400, 'd'],
]

/** "just now", "5 min ago", "in 3 d"; beyond a month the date. */
export function relative(at: string | number | Date, now: number): string {
  const time = new Date(at).getTime()
  const seconds = Math.round((now - time) / 1000)
  const distance = Math.abs(seconds)
  if (distance < 10) return 'just now'
  const step = steps.find(([limit]) => distance < limit)
  if (!step) return new Date(time).toLocaleDateString(undefined, { dateStyle: 'medium' })
  const amount = `${Math.floor(distance / step[1])} ${step[2]}`
  return seconds > 0 ? `${amount} ago` : `in ${amount}`
}

/** Date and time to the second, in the viewer's zone. */
export const exact = (at: string | number | Date) =>
  new Date(at).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' })

/** Group of a list by day: Today, Yesterday, Last 7 days, Older. */
export function dayGroup(at: string | number | Date, now: number): string {
  const midnight = new Date(now).setHours(0, 0, 0, 0)
  const time = new Date(at).getTime()
  if (time >= midnight) return 'Today'
  if (time >= midnight - 86_400_000) return 'Yesterday'
  return time >= midnight - 7 * 86_400_000 ? 'Last 7 days' : 'Older'
}
