import { Button, SegmentedControl, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { DoctorReport, Finding } from '~/api/types'
import { Notes } from '~/components/Notes'
import { countOf, severities, worst } from '~/components/severities'
import { useParam } from '~/components/useParam'
import { count, plural } from '~/format/numbers'
import { FixDialog } from '../fix/FixDialog'
import { Checked } from './Checked'
import { FindingCard } from './FindingCard'
import { choose, keyOf } from './findings'
import { Healthy } from './Healthy'

/** Drawn at once; a machine with more is past reading them all. */
const few = 30

/** Root causes, the worst first. */
export function FindingsTab({ report }: { report: DoctorReport }) {
  const [selected] = useParam('selected')
  const [severity, setSeverity] = useParam('severity')
  const [all, setAll] = useState(false)
  const [fixing, setFixing] = useState<Finding>()
  const choice = choose(report.findings, selected)
  const wanted = report.findings.filter((f) => !severity || worst(f) === severity || f === choice?.root)
  const shown = all ? wanted : wanted.filter((f, i) => i < few || f === choice?.root)

  return (
    <Stack gap="md">
      {selected && !choice && (
        <Text size="sm" role="status">
          The last look did not find {selected.replace('/', ' for ')}: it may be mended. “Run again” looks anew.
        </Text>
      )}
      {report.findings.length === 0 ? <Healthy report={report} /> : <Counts report={report} value={severity} onChange={setSeverity} />}
      {shown.map((finding, i) => (
        <FindingCard key={`${keyOf(finding)} ${i}`} finding={finding} chosen={choice?.root === finding ? choice.chosen : undefined} onFix={setFixing} />
      ))}
      {report.findings.length > 0 && wanted.length === 0 && (
        <Text size="sm" c="dimmed">
          None of that kind.
        </Text>
      )}
      {wanted.length > shown.length && (
        <Button variant="default" size="xs" onClick={() => setAll(true)} style={{ alignSelf: 'center' }}>
          Show all {count(wanted.length)}
        </Button>
      )}
      <Notes notes={report.notes} label="What could not be seen" />
      {report.findings.length > 0 && <Checked checked={report.checked} />}
      {fixing && <FixDialog finding={fixing} close={() => setFixing(undefined)} />}
    </Stack>
  )
}

/** How many of each, and a way to see one kind alone. */
function Counts({ report, value, onChange }: { report: DoctorReport; value: string; onChange: (value: string | null) => void }) {
  const options = severities.filter((severity) => countOf(report, severity) > 0 || severity === value).map((severity) => ({ value: severity, label: plural(countOf(report, severity), severity) }))
  return <SegmentedControl aria-label="Severity" value={value} onChange={onChange} data={[{ value: '', label: 'All' }, ...options]} style={{ alignSelf: 'flex-start' }} />
}
