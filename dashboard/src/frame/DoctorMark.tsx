import { Group, Text } from '@mantine/core'
import { Link } from 'react-router'
import { useMay } from '~/api/auth'
import { useDoctor } from '~/api/doctor'
import { Icon } from '~/components/icons'
import { countOf } from '~/components/severities'
import classes from './Frame.module.css'

/** How many problems the doctor knows of; undefined where none of it may be seen. */
export function useProblems(): number {
  return countOf(useDoctor(useMay('read')).data, 'problem')
}

/** In the header of every page, as long as there is a problem. */
export function DoctorMark() {
  const problems = useProblems()
  if (problems === 0) return null
  return (
    <Group component={Link} {...{ to: '/doctor' }} gap={5} wrap="nowrap" className={classes.problems} title="What the doctor found" data-testid="problems">
      <Icon name="problem" size={16} />
      <Text component="span" size="xs" fw={600}>
        {problems}
        <span className={classes.word}> {problems === 1 ? 'problem' : 'problems'}</span>
      </Text>
    </Group>
  )
}
