import { Anchor, Collapse, Paper, Stack } from '@mantine/core'
import { useEffect, useId, useRef, useState } from 'react'
import type { Finding } from '~/api/types'
import { plural } from '~/format/numbers'
import { FindingBody } from './FindingBody'
import { keyOf } from './findings'
import classes from './Finding.module.css'

interface Props {
  finding: Finding
  /** What the address has selected: this one, or one of its consequences. */
  chosen: Finding | undefined
  onFix: (finding: Finding) => void
}

/** A root cause; what follows from it is folded below. */
export function FindingCard({ finding, chosen, onFix }: Props) {
  const card = useRef<HTMLDivElement>(null)
  const id = useId()
  const within = chosen !== undefined && chosen !== finding
  const [open, setOpen] = useState(within)
  const key = chosen && keyOf(chosen)
  useEffect(() => {
    if (!key) return
    if (within) setOpen(true)
    const shown = card.current?.querySelector('[data-chosen]') ?? card.current
    shown?.scrollIntoView({ block: 'nearest' })
  }, [key, within])

  return (
    <Paper withBorder p="md" ref={card} component="article" aria-label={`${finding.code}: ${finding.title}`} className={classes.card} data-chosen={chosen === finding || undefined} data-testid="finding">
      <FindingBody finding={finding} onFix={onFix} />
      {finding.consequences.length > 0 && (
        <>
          <Anchor component="button" type="button" size="sm" mt="sm" onClick={() => setOpen(!open)} aria-expanded={open} aria-controls={id}>
            {open ? 'Hide' : 'Show'} what follows from it: {plural(finding.consequences.length, 'finding')}
          </Anchor>
          <Collapse in={open} id={id}>
            <Stack gap="lg" mt="sm">
              {finding.consequences.map((consequence, i) => (
                <div key={`${keyOf(consequence)} ${i}`} className={classes.consequence} data-chosen={chosen === consequence || undefined}>
                  <FindingBody finding={consequence} onFix={onFix} small />
                </div>
              ))}
            </Stack>
          </Collapse>
        </>
      )}
    </Paper>
  )
}
