import { Group, SegmentedControl, Stack, Tabs, Text } from '@mantine/core'
import { useMachine } from '~/api/machine'
import type { MachineStats } from '~/api/types'
import { Async } from '~/components/Async'
import { CurlButton } from '~/components/Curl'
import { Page } from '~/components/Page'
import { ViewSwitch } from '~/components/chart/ViewSwitch'
import { useParam } from '~/components/useParam'
import { duration, plural } from '~/format/numbers'
import { Charts } from './charts/Charts'
import { useSamples } from './charts/useSamples'
import { Unavailable } from './cards/Unavailable'
import { Numbers } from './cards/Numbers'
import { ProcessesTab } from './processes/ProcessesTab'
import { ranges } from './range'

export function Component() {
  const stats = useMachine()
  const samples = useSamples(stats.data)
  const [tab, setTab] = useParam('tab', 'charts')
  const [range, setRange] = useParam('range', 'live')
  const [view, setView] = useParam('view', 'chart')

  return (
    <Page title="Machine" about={stats.data ? about(stats.data) : 'The machine that Ziggie runs on.'} actions={<CurlButton path={tab === 'processes' ? '/api/system/processes' : '/api/system/stats'} />}>
      <Async query={stats} rows={8}>
        {(data) => (
          <Stack>
            <Numbers stats={data} />
            <Unavailable stats={data} />
            <Tabs value={tab} onChange={setTab} keepMounted={false}>
              <Tabs.List mb="md">
                <Tabs.Tab value="charts">Charts</Tabs.Tab>
                <Tabs.Tab value="processes">Processes</Tabs.Tab>
              </Tabs.List>
              <Tabs.Panel value="charts">
                <Stack>
                  <Group justify="space-between" gap="xs">
                    <SegmentedControl size="xs" aria-label="Range" value={ranges.some((r) => r.value === range) ? range : 'live'} onChange={setRange} data={ranges} />
                    <ViewSwitch view={view} onChange={setView} />
                  </Group>
                  <Charts stats={data} samples={samples} rangeText={range} asTable={view === 'table'} />
                </Stack>
              </Tabs.Panel>
              <Tabs.Panel value="processes">
                <ProcessesTab />
              </Tabs.Panel>
            </Tabs>
          </Stack>
        )}
      </Async>
    </Page>
  )
}

function about({ host, cpu, uptimeSeconds }: MachineStats) {
  return (
    <Text span inherit>
      {[host, cpu && plural(cpu.cores, 'processor core'), uptimeSeconds != null && `up for ${days(uptimeSeconds)}`].filter(Boolean).join(' · ')}
    </Text>
  )
}

const days = (seconds: number) => (seconds < 2 * 86_400 ? duration(seconds * 1000) : plural(Math.floor(seconds / 86_400), 'day'))
