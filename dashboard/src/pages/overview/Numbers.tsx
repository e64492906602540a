import { SimpleGrid } from '@mantine/core'
import type { Backend, Overview } from '~/api/types'
import { Sparkline } from '~/components/Sparkline'
import { Stat } from '~/components/Stat'
import { compact, count, duration } from '~/format/numbers'
import { lastMinute, tokens } from './rates'

const spread = (p95: number | null) => (p95 == null ? 'No reply in 15 minutes' : `95 % within ${duration(p95)}`)

export function Numbers({ data: { all, bucketSeconds }, backends }: { data: Overview; backends: Backend[] }) {
  const inFlight = backends.reduce((sum, b) => sum + b.inFlight, 0)
  const queued = backends.reduce((sum, b) => sum + b.queued, 0)
  return (
    <SimpleGrid cols={{ base: 2, md: 3, lg: 6 }} spacing="sm">
      <Stat testId="requests" label="Requests" value={compact(lastMinute(all.requests, bucketSeconds))} unit="/min" about={`${compact(all.totalRequests)} in 15 minutes`}>
        <Sparkline values={all.requests} label="Requests over the last 15 minutes" />
      </Stat>
      <Stat
        label="Tokens"
        value={compact(lastMinute(tokens(all), bucketSeconds))}
        unit="/min"
        about={`${compact(all.totalPromptTokens)} in, ${compact(all.totalCompletionTokens)} out`}
      >
        <Sparkline values={tokens(all)} label="Tokens over the last 15 minutes" />
      </Stat>
      <Stat label="First token, median" value={duration(all.p50FirstTokenMs)} about={spread(all.p95FirstTokenMs)} />
      <Stat label="Reply, median" value={duration(all.p50TotalMs)} about={spread(all.p95TotalMs)} />
      <Stat label="In flight" value={count(inFlight)} about={queued > 0 ? `${count(queued)} waiting in queues` : 'Nobody waits'} />
      <Stat label="Errors" value={count(all.totalErrors)} about={all.totalErrors > 0 ? 'in 15 minutes' : 'None in 15 minutes'}>
        {all.totalErrors > 0 && <Sparkline values={all.errors} label="Errors over the last 15 minutes" />}
      </Stat>
    </SimpleGrid>
  )
}
