import { Text } from '@mantine/core'
import type { DoctorReport } from '~/api/types'
import { count } from '~/format/numbers'
import { layerOf } from './findings'

/** What the doctor looked at, in the order in which it did. */
export function Checked({ checked }: { checked: DoctorReport['checked'] }) {
  if (checked.length === 0) return null
  return (
    <Text size="sm" c="dimmed">
      Checked: {checked.map(({ layer, subjects }) => `${layerOf(layer)} (${count(subjects)})`).join(', ')}.
    </Text>
  )
}
