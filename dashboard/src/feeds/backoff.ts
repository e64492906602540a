const firstMs = 500
const mostMs = 15_000

/** How long to wait before a try: doubling, with jitter so that tabs do not return in step. */
export function backoff(attempt: number, random: () => number = Math.random): number {
  const whole = Math.min(mostMs, firstMs * 2 ** Math.min(attempt, 10))
  return whole / 2 + random() * (whole / 2)
}
