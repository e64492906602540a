import { Anchor, Button, Group, Pill, Stack, Tabs } from '@mantine/core'
import { useCallback, useMemo } from 'react'
import { Link, useSearchParams } from 'react-router'
import { useMay } from '~/api/auth'
import { usageCsvPath, usagePath, useUsage, type UsageFilter } from '~/api/usage'
import { Async } from '~/components/Async'
import { CurlButton } from '~/components/Curl'
import { Icon } from '~/components/icons'
import { Page } from '~/components/Page'
import { useNow } from '~/components/useNow'
import { useParam } from '~/components/useParam'
import { TimelinePanel } from './chart/TimelinePanel'
import { dimensions, type Dimension } from './filters'
import { GroupsPanel } from './GroupsPanel'
import { parseRange } from './range'
import { RangePicker } from './RangePicker'
import { RequestsPanel } from './RequestsPanel'
import { Totals } from './Totals'

export function Component() {
  const [params, setParams] = useSearchParams()
  const [rangeText, setRange] = useParam('range', '24h')
  const [tab, setTab] = useParam('tab', 'summary')
  const seesAll = useMay('admin')
  const mayChat = useMay('models')
  const minute = Math.floor(useNow() / 60_000) * 60_000
  const range = useMemo(() => parseRange(rangeText, minute), [rangeText, minute])
  const chosen = dimensions.flatMap((d) => (params.get(d) ? [[d, params.get(d)!] as const] : []))
  const filter = useMemo<UsageFilter>(() => ({ from: range.from, to: range.to, ...Object.fromEntries(chosen) }), [range, chosen.join()])
  const totals = useUsage(filter, 'model')

  const narrow = useCallback(
    (dimension: Dimension, value: string | null) =>
      setParams((before) => {
        if (value) before.set(dimension, value)
        else before.delete(dimension)
        return before
      }),
    [setParams],
  )

  return (
    <Page
      title="Usage"
      about={seesAll ? 'What was asked of models, by everybody.' : 'What you asked of models.'}
      actions={
        <>
          <CurlButton path={usagePath(filter, 'model')} />
          <Button component="a" href={usageCsvPath(filter)} download size="xs" variant="default" leftSection={<Icon name="download" size={14} />}>
            CSV
          </Button>
        </>
      }
    >
      <Group gap="sm">
        <RangePicker key={rangeText} value={rangeText} onChange={setRange} />
        {chosen.map(([dimension, value]) => (
          <Pill key={dimension} withRemoveButton onRemove={() => narrow(dimension, null)} removeButtonProps={{ 'aria-label': `No longer only ${value}`, 'aria-hidden': false }}>
            {dimension}: {value}
          </Pill>
        ))}
      </Group>
      <Tabs value={tab} onChange={setTab} keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="summary">Summary</Tabs.Tab>
          <Tabs.Tab value="requests">Single requests</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="summary">
          <Stack>
            <Async query={totals} rows={4}>
              {(data) => <Totals totals={data.totals} />}
            </Async>
            {totals.data?.totals.requests === 0 && (
              <span>
                Nothing was asked in this time. {mayChat ? <><Anchor component={Link} to="/chat">Start a chat</Anchor>, or choose</> : 'Choose'} a longer range.
              </span>
            )}
            {(totals.data ? totals.data.totals.requests > 0 : !totals.error) && (
              <>
                <TimelinePanel filter={filter} range={range} />
                <GroupsPanel filter={filter} onFilter={narrow} />
              </>
            )}
          </Stack>
        </Tabs.Panel>
        <Tabs.Panel value="requests">
          <RequestsPanel filter={filter} />
        </Tabs.Panel>
      </Tabs>
    </Page>
  )
}
