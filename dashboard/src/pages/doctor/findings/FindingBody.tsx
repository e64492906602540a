import { Anchor, Button, Group, Stack, Text } from '@mantine/core'
import { Link } from 'react-router'
import { useMay } from '~/api/auth'
import type { Finding } from '~/api/types'
import { ParamLink } from '~/components/ParamLink'
import { Severity } from '~/components/Severity'
import { EvidenceLines } from './EvidenceLines'
import { keyOf, targetOf } from './findings'

interface Props {
  finding: Finding
  onFix: (finding: Finding) => void
  /** A consequence is a smaller heading. */
  small?: boolean
}

/** One finding: what it is, why, what was seen, and what mends it. */
export function FindingBody({ finding, onFix, small }: Props) {
  const mayOperate = useMay('operate')
  const target = targetOf(finding.target)
  const Heading = small ? 'h4' : 'h3'
  return (
    <Stack gap="sm">
      <div>
        <Group gap="2px 10px">
          <Severity severity={finding.severity} />
          <Anchor component={Link} to={finding.docs} size="sm" ff="monospace" title="What this code means">
            {finding.code}
          </Anchor>
          <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            {target.to ? (
              <Anchor component={Link} to={target.to} size="sm" c="inherit" underline="always">
                {target.text}
              </Anchor>
            ) : (
              target.text
            )}
          </Text>
        </Group>
        <Text component={Heading} m={0} mt={2} fz={small ? 'sm' : 'md'} fw={600} style={{ overflowWrap: 'anywhere' }}>
          <ParamLink name="selected" value={keyOf(finding)} c="inherit" fz="inherit" fw="inherit">
            {finding.title}
          </ParamLink>
        </Text>
      </div>
      <Labelled label="Cause" text={finding.cause} />
      <EvidenceLines lines={finding.evidence} />
      <Labelled label="Fix" text={finding.fix} />
      {finding.canFix && mayOperate && (
        <Button size="xs" onClick={() => onFix(finding)} style={{ alignSelf: 'flex-start' }} aria-label={`Fix ${finding.code}, ${target.text}…`}>
          Fix…
        </Button>
      )}
      {!mayOperate && (
        <Text size="xs" c="dimmed">
          An operator also sees what shows it{finding.canFix && ', and may let Ziggie mend it'}.
        </Text>
      )}
    </Stack>
  )
}

const Labelled = ({ label, text }: { label: string; text: string }) =>
  text && (
    <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
      <Text component="span" size="sm" c="dimmed">
        {label}:
      </Text>{' '}
      {text}
    </Text>
  )
