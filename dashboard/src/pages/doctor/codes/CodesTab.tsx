import { Stack } from '@mantine/core'
import { useDoctorCodes } from '~/api/doctor'
import type { DoctorCode } from '~/api/types'
import { Async } from '~/components/Async'
import { ParamLink } from '~/components/ParamLink'
import { Severity } from '~/components/Severity'
import type { Column } from '~/components/table/arrange'
import { DataTable } from '~/components/table/DataTable'
import { FilterInput } from '~/components/table/FilterInput'
import { useTableState } from '~/components/table/useTableState'
import { useParam } from '~/components/useParam'
import { layerOf } from '../findings/findings'
import { CodeDrawer } from './CodeDrawer'

const columns: Column<DoctorCode>[] = [
  {
    id: 'code',
    label: 'Code',
    value: (c) => c.code,
    cell: (c) => (
      <ParamLink name="code" value={c.code} ff="monospace" c="inherit" fw={600}>
        {c.code}
      </ParamLink>
    ),
  },
  { id: 'title', label: 'What it says', value: (c) => c.title, cell: (c) => c.title },
  { id: 'severity', label: 'Severity', value: (c) => c.severity, cell: (c) => <Severity severity={c.severity} /> },
  { id: 'layer', label: 'Is about', value: (c) => layerOf(c.layer), cell: (c) => layerOf(c.layer) },
  { id: 'fixes', label: 'Mended by Ziggie', value: (c) => (c.fixes ? 'yes' : 'no'), cell: (c) => (c.fixes ? 'yes' : '–') },
]

/** All that the doctor can say. */
export function CodesTab() {
  return (
    <Async query={useDoctorCodes()} rows={10}>
      {(codes) => <Codes codes={codes} />}
    </Async>
  )
}

function Codes({ codes }: { codes: DoctorCode[] }) {
  const [code, setCode] = useParam('code')
  const { shown, sort, filter, setSort, setFilter } = useTableState(codes, columns)
  return (
    <Stack gap="xs">
      <FilterInput label="Filter codes" value={filter} onChange={setFilter} />
      <DataTable label="Codes" rows={shown} columns={columns} rowKey={(c) => c.code} sort={sort} onSort={setSort} onRow={(c) => setCode(c.code)} minWidth={760} />
      <CodeDrawer asked={code} code={codes.find((c) => c.code.toLowerCase() === code.toLowerCase())} close={() => setCode(null)} />
    </Stack>
  )
}
