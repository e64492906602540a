import { Group, Paper, Select, Skeleton } from '@mantine/core'
import { lazy, Suspense, useMemo } from 'react'
import { useUsage, type UsageFilter } from '~/api/usage'
import { Async } from '~/components/Async'
import { ViewSwitch } from '~/components/chart/ViewSwitch'
import { useParam } from '~/components/useParam'
import type { Range } from '../range'
import { metrics } from './metrics'
import { timeline } from './timeline'
import { TimelineTable } from './TimelineTable'

const Chart = lazy(() => import('./Chart'))

export function TimelinePanel({ filter, range }: { filter: UsageFilter; range: Range }) {
  const [metricName, setMetric] = useParam('metric', 'requests')
  const [view, setView] = useParam('view', 'chart')
  const usage = useUsage(filter, range.bucket)
  const metric = metrics.find((m) => m.value === metricName) ?? metrics[0]!
  const points = useMemo(() => timeline(usage.data?.items ?? [], range), [usage.data, range])
  const waiting = <Skeleton height={300} />

  return (
    <Paper withBorder p="md">
      <Group justify="space-between" mb="sm">
        <Select aria-label="What is shown" data={metrics} value={metric.value} onChange={setMetric} allowDeselect={false} size="xs" w={150} />
        <ViewSwitch view={view} onChange={setView} />
      </Group>
      <Async query={usage} rows={8}>
        {() =>
          view === 'table' ? (
            <TimelineTable points={points} bucket={range.bucket} />
          ) : (
            <Suspense fallback={waiting}>
              <Chart points={points} metric={metric} bucket={range.bucket} />
            </Suspense>
          )
        }
      </Async>
    </Paper>
  )
}
