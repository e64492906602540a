import { Button, Progress } from '@mantine/core'
import { useEffect, useState } from 'react'
import { Icon } from '~/components/icons'
import { useMay } from '~/api/auth'

interface Props {
  running: boolean
  run: () => void
}

export function RunButton({ running, run }: Props) {
  if (!useMay('operate')) return null
  return (
    <Button size="xs" onClick={run} loading={running} leftSection={<Icon name="redo" size={14} />}>
      Run again
    </Button>
  )
}

/** How far a run is, by how long the last one took; it waits at nine tenths. */
export function RunProgress({ running, tookMs }: { running: boolean; tookMs: number }) {
  const [value, setValue] = useState(0)
  useEffect(() => {
    if (!running) return
    setValue(0)
    const frame = requestAnimationFrame(() => setValue(90))
    return () => cancelAnimationFrame(frame)
  }, [running])
  if (!running) return null
  return <Progress size="xs" value={value} transitionDuration={Math.max(300, tookMs)} aria-label="The doctor looks at everything" />
}
