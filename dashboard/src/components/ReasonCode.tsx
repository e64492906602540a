import { Anchor, Text } from '@mantine/core'
import { Link } from 'react-router'
import { findingLink, isDoctorCode } from './doctorLink'

/** A reason's code; one of the doctor's leads to what it found. */
export function ReasonCode({ code, target, says }: { code: string; target?: string; says?: string }) {
  if (!isDoctorCode(code))
    return (
      <Text component="span" size="xs" c="dimmed" ff="monospace">
        {code}
      </Text>
    )
  return (
    <Anchor component={Link} to={findingLink(code, target)} size="xs" ff={says ? undefined : 'monospace'} title="What the doctor found" onClick={(e) => e.stopPropagation()}>
      {says}
      {code}
    </Anchor>
  )
}
