import { Group, Text } from '@mantine/core'
import { CopyButton } from '~/components/CopyButton'
import classes from './Docs.module.css'

/** Text as it is, in a box of bounded height. */
export function Block({ label, text }: { label: string; text: string }) {
  return (
    <div className={classes.block}>
      <Group justify="space-between" className={classes.blockBar}>
        <Text size="xs" c="dimmed">
          {label}
        </Text>
        <CopyButton small label={`Copy: ${label}`} text={text} />
      </Group>
      <pre tabIndex={0} aria-label={label} role="region">
        {text}
      </pre>
    </div>
  )
}
