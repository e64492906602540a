import { Stack } from '@mantine/core'
import { useState } from 'react'
import { usePulls } from '~/api/pulls'
import { PullRow } from './PullRow'
import { shownPulls } from './shown'

/** Pulls that go on, and those that failed and can be resumed; nothing where there is none. */
export function PullList() {
  const pulls = usePulls().data
  const [dismissed, setDismissed] = useState<ReadonlySet<string>>(new Set())
  const shown = shownPulls(pulls ?? [], dismissed)
  if (shown.length === 0) return null
  return (
    <Stack gap="xs" component="section" aria-label="Pulls">
      {shown.map((pull) => (
        <PullRow key={pull.model} pull={pull} onDismiss={() => setDismissed(new Set([...dismissed, pull.id]))} />
      ))}
    </Stack>
  )
}
