import { Code, Group, Stack, Text } from '@mantine/core'
import { useSettings } from '~/api/settings'
import type { Setting } from '~/api/types'
import { Async } from '~/components/Async'
import { CurlButton } from '~/components/Curl'
import { DataTable } from '~/components/table/DataTable'
import { FilterInput } from '~/components/table/FilterInput'
import { useTableState } from '~/components/table/useTableState'
import { settingColumns } from './columns'
import { Troubles } from './Troubles'

export function ConfigurationTab() {
  const settings = useSettings()
  return (
    <Stack>
      <Group justify="space-between">
        <Text size="sm" c="dimmed" maw={720}>
          The values in force and where each comes from. They are changed in <Code>ziggie.yaml</Code> (taken up at once, but for those that need a restart) or
          by environment variables.
        </Text>
        <CurlButton path="/api/settings" />
      </Group>
      <Async query={settings} rows={10}>
        {(view) => (
          <>
            <Troubles view={view} />
            <List settings={view.items} />
          </>
        )}
      </Async>
    </Stack>
  )
}

function List({ settings }: { settings: Setting[] }) {
  const { shown, sort, filter, setSort, setFilter } = useTableState(settings, settingColumns)
  return (
    <Stack gap="xs">
      <FilterInput label="Filter settings" value={filter} onChange={setFilter} />
      <DataTable label="Settings" rows={shown} columns={settingColumns} rowKey={(s) => s.key} sort={sort} onSort={setSort} minWidth={760} />
    </Stack>
  )
}
