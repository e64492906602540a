import { SimpleGrid } from '@mantine/core'
import type { Usage } from '~/api/types'
import { Stat } from '~/components/Stat'
import { compact, duration, money, percent, plural } from '~/format/numbers'

export function Totals({ totals }: { totals: Usage['totals'] }) {
  const spread = (p95: number | null) => (p95 == null ? 'no reply' : `95 % within ${duration(p95)}`)
  return (
    <SimpleGrid cols={{ base: 2, md: 3, lg: 6 }} spacing="sm">
      <Stat label="Requests" value={compact(totals.requests)} about={`${plural(totals.errors, 'error')} (${percent(totals.errors / Math.max(1, totals.requests))})`} />
      <Stat label="Prompt tokens" value={compact(totals.promptTokens)} about={totals.cachedTokens ? `${compact(totals.cachedTokens)} from caches` : undefined} />
      <Stat label="Reply tokens" value={compact(totals.completionTokens)} />
      <Stat label="First token, median" value={duration(totals.p50FirstTokenMs)} about={spread(totals.p95FirstTokenMs)} />
      <Stat label="Reply, median" value={duration(totals.p50TotalMs)} about={spread(totals.p95TotalMs)} />
      <Stat label="Cost" value={totals.cost ? money(totals.cost) : '–'} about={totals.cost ? undefined : 'no prices configured'} />
    </SimpleGrid>
  )
}
