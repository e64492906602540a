import { Anchor, Group, Progress, SegmentedControl, Stack, Text } from '@mantine/core'
import { useMemo } from 'react'
import { useMay } from '~/api/auth'
import type { UsageGroup } from '~/api/types'
import { useUsage, type UsageFilter } from '~/api/usage'
import { Async } from '~/components/Async'
import { BackendName } from '~/components/BackendName'
import type { Column } from '~/components/table/arrange'
import { DataTable } from '~/components/table/DataTable'
import { useTableState } from '~/components/table/useTableState'
import { useParam } from '~/components/useParam'
import { backendColor } from '~/theme/backendColor'
import { sumColumns } from './columns'
import type { Dimension } from './filters'

interface Props {
  filter: UsageFilter
  onFilter: (dimension: Dimension, value: string) => void
}

/** Who or what the usage comes from; choosing one looks at it alone. */
export function GroupsPanel({ filter, onFilter }: Props) {
  const [by, setBy] = useParam('by', 'model')
  const seesAll = useMay('admin')
  const usage = useUsage(filter, by as Dimension)
  const choices = ['model', 'backend', 'key', ...(seesAll ? ['user'] : []), 'status']
  return (
    <Stack gap="xs">
      <Group justify="space-between">
        <Text fw={600}>By</Text>
        <SegmentedControl size="xs" aria-label="Group by" value={by} onChange={setBy} data={choices} />
      </Group>
      <Async query={usage} rows={4}>
        {(data) => <Groups items={data.items} by={by as Dimension} onFilter={onFilter} />}
      </Async>
    </Stack>
  )
}

function Groups({ items, by, onFilter }: { items: UsageGroup[]; by: Dimension; onFilter: Props['onFilter'] }) {
  const most = Math.max(1, ...items.map((g) => g.requests))
  const columns = useMemo<Column<UsageGroup>[]>(
    () => [{ id: 'group', label: by, value: (g) => g.group, cell: (g) => <Name group={g} by={by} most={most} onFilter={onFilter} /> }, ...sumColumns],
    [by, most, onFilter],
  )
  const { shown, sort, setSort } = useTableState(items, columns)
  return (
    <DataTable label={`Usage by ${by}`} rows={shown} columns={columns} rowKey={(g) => g.id ?? ''} sort={sort} onSort={setSort} minWidth={900} empty="No request in this time." />
  )
}

function Name({ group, by, most, onFilter }: { group: UsageGroup; by: Dimension; most: number; onFilter: Props['onFilter'] }) {
  const nothing = by === 'key' ? '(no key: signed in)' : '(none)'
  return (
    <>
      <Anchor component="button" size="sm" c="inherit" onClick={() => onFilter(by, group.id ?? '')} disabled={!group.id} title="Look at this alone">
        {by === 'backend' && group.group ? <BackendName name={group.group} /> : group.group || nothing}
      </Anchor>
      <Progress
        value={(group.requests / most) * 100}
        size={4}
        mt={4}
        maw={180}
        color={by === 'backend' ? backendColor(group.group) : 'teal'}
        aria-label={`Share of requests of ${group.group || nothing}`}
      />
    </>
  )
}
