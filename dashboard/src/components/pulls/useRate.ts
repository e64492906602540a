import { useEffect, useState } from 'react'
import { rateOf, withSample, type Sample } from './shown'

/** How fast a number of bytes grows, while it is shown. */
export function useRate(completed: number | null): number | undefined {
  const [samples, setSamples] = useState<Sample[]>([])
  useEffect(() => {
    if (completed != null) setSamples((before) => withSample(before, { at: Date.now(), completed }))
  }, [completed])
  return rateOf(samples)
}
