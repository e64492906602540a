import { SegmentedControl } from '@mantine/core'

/** The same figures as a chart or as a table. */
export function ViewSwitch({ view, onChange }: { view: string; onChange: (view: string) => void }) {
  return (
    <SegmentedControl
      size="xs"
      aria-label="View"
      value={view}
      onChange={onChange}
      data={[
        { value: 'chart', label: 'Chart' },
        { value: 'table', label: 'Table' },
      ]}
    />
  )
}
