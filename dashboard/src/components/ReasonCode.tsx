import { Anchor, Text } from '@mantine/core'
import { Link } from 'react-router'
import { findingLink, isDoctorCode } from './doctorLink'

/** A reason's code; one of the doctor's leads to what it found. */
export function ReasonCode({ code, target }: { code: string; target?: string }) {
  if (!isDoctorCode(code))
    return (
      <Text component="span" size="xs" c="dimmed" ff="monospace">
        {code}
      </Text>
    )
  return (
    <Anchor component={Link} to={findingLink(code, target)} size="xs" ff="monospace" title="What the doctor found" onClick={(e) => e.stopPropagation()}>
      {code}
    </Anchor>
  )
}
