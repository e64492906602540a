import { Progress, Text, Title } from '@mantine/core'
import type { Disk } from '~/api/types'
import { Reason } from '~/components/Reason'
import type { Column } from '~/components/table/arrange'
import { DataTable } from '~/components/table/DataTable'
import { useTableState } from '~/components/table/useTableState'
import { bytes, compact } from '~/format/numbers'
import { units } from '../charts/units'

const columns: Column<Disk>[] = [
  {
    id: 'mount',
    label: 'Mounted at',
    value: (d) => d.mount,
    cell: (d) => (
      <>
        <Text size="sm" fw={500} style={{ overflowWrap: 'anywhere' }}>
          {d.mount}
        </Text>
        <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {[d.device, d.type, d.readOnly && 'read only'].filter(Boolean).join(' · ')}
        </Text>
      </>
    ),
  },
  {
    id: 'full',
    label: 'Full',
    value: (d) => d.usedPercent,
    cell: (d) =>
      d.usedPercent == null ? (
        <Reason text={d.problem ?? 'Not told.'} />
      ) : (
        <>
          <Text size="sm">
            {units.percent.format(d.usedPercent)}
            {d.usedPercent >= 90 && (
              <Text span size="sm" c="var(--z-bad)" fw={500} ml={8}>
                nearly full
              </Text>
            )}
          </Text>
          <Progress value={d.usedPercent} size={4} mt={4} miw={120} color={d.usedPercent >= 90 ? 'red' : 'teal'} aria-label={`Used on ${d.mount}`} />
        </>
      ),
  },
  { id: 'used', label: 'Used', number: true, value: (d) => d.used?.bytes, cell: (d) => (d.used ? bytes(d.used.bytes) : '–') },
  { id: 'free', label: 'Free', number: true, value: (d) => d.available?.bytes, cell: (d) => (d.available ? bytes(d.available.bytes) : '–') },
  { id: 'total', label: 'Size', number: true, value: (d) => d.total?.bytes, cell: (d) => (d.total ? bytes(d.total.bytes) : '–') },
  {
    id: 'inodes',
    label: 'Files',
    number: true,
    value: (d) => d.inodesUsedPercent,
    cell: (d) => (d.inodesUsed == null ? '–' : <span title={`${compact(d.inodesUsed)} of ${compact(d.inodes!)} inodes`}>{units.percent.format(d.inodesUsedPercent!)}</span>),
  },
]

/** Space of every mount; one that does not answer says why. */
export function Disks({ disks }: { disks: Disk[] }) {
  const { shown, sort, setSort } = useTableState(disks, columns, 'disk-')
  return (
    <section>
      <Title order={2} size="h5" mb="xs">
        Disk space
      </Title>
      <DataTable label="Disk space" rows={shown} columns={columns} rowKey={(d) => d.mount} sort={sort} onSort={setSort} minWidth={640} empty="This machine tells of no disk." />
    </section>
  )
}
