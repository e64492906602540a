import { Group, Text, Title } from '@mantine/core'
import { CopyButton } from '~/components/CopyButton'
import classes from './LongText.module.css'

/** A text of the file as it is, in a box of its own that scrolls. */
export function LongText({ title, text }: { title: string; text: string }) {
  return (
    <section>
      <Group justify="space-between" mb={4}>
        <Title order={3} size="h5">
          {title}
        </Title>
        <CopyButton small label={`Copy: ${title}`} text={text} />
      </Group>
      <Text component="pre" className={classes.text} tabIndex={0} role="region" aria-label={title}>
        {text}
      </Text>
    </section>
  )
}
