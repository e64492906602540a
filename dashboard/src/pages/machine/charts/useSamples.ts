import { useEffect, useState } from 'react'
import type { MachineStats } from '~/api/types'
import { liveMs } from '../range'

const time = (s: MachineStats) => new Date(s.at).getTime()

/** What was measured while the page is open, the last minutes of it. */
export function useSamples(latest: MachineStats | undefined): MachineStats[] {
  const [samples, setSamples] = useState<MachineStats[]>([])
  useEffect(() => {
    if (!latest) return
    setSamples((before) => {
      const now = time(latest)
      // A clock set back begins anew: lines cannot run backwards.
      const kept = before.filter((s) => time(s) > now - liveMs && time(s) < now)
      return [...kept, latest]
    })
  }, [latest])
  return samples
}
