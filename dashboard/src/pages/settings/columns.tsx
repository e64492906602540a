import { Text } from '@mantine/core'
import type { Setting } from '~/api/types'
import { Described } from '~/components/Described'
import type { Column } from '~/components/table/arrange'
import { shownSource, shownValue } from './shown'

export const settingColumns: Column<Setting>[] = [
  {
    id: 'key',
    label: 'Key',
    value: (s) => `${s.key} ${s.description}`,
    cell: (s) => (
      <>
        <Text size="sm" ff="monospace">
          {s.key}
        </Text>
        <Text size="xs" c="dimmed" maw={460}>
          <Described text={s.description} />
          {s.needsRestart && ' Needs a restart.'}
        </Text>
      </>
    ),
  },
  {
    id: 'value',
    label: 'Value',
    value: (s) => shownValue(s),
    cell: (s) => (
      <Text size="sm" ff="monospace" maw={380} style={{ overflowWrap: 'anywhere' }}>
        {shownValue(s)}
      </Text>
    ),
  },
  { id: 'source', label: 'From', value: (s) => shownSource(s), cell: (s) => <Text size="sm">{shownSource(s)}</Text> },
]
