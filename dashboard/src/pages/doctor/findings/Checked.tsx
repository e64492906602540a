import { Text } from '@mantine/core'
import type { DoctorReport } from '~/api/types'
import { count } from '~/format/numbers'

/** What the doctor looked at. */
export function Checked({ checked }: { checked: DoctorReport['checked'] }) {
  const shown = checked.filter((c) => c.subjects > 0)
  if (shown.length === 0) return null
  return (
    <Text size="sm" c="dimmed">
      Checked: {shown.map(({ what, subjects }) => `${what} (${count(subjects)})`).join(', ')}.
    </Text>
  )
}
