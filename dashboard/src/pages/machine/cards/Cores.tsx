import { Text } from '@mantine/core'
import type { MachineStats } from '~/api/types'
import { units } from '../charts/units'
import classes from './Cores.module.css'

interface Props {
  cores: NonNullable<MachineStats['cpu']>['perCore']
}

/** How busy each core is now. */
export function Cores({ cores }: Props) {
  if (cores.length === 0) return null
  return (
    <>
      <Text size="xs" c="dimmed" mt="xs">
        Each core now
      </Text>
      <ul className={classes.cores} tabIndex={0} aria-label="Each core now" data-testid="cores">
        {cores.map(({ core, shares }) => (
          <li key={core} className={classes.core} title={`Core ${core}: ${units.percent.format(shares.used)}`}>
            <span>{core}</span>
            <span className={classes.bar}>
              <span style={{ width: `${shares.used}%` }} />
            </span>
            <span>{Math.round(shares.used)} %</span>
          </li>
        ))}
      </ul>
    </>
  )
}
