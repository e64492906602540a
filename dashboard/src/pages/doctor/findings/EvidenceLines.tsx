import { Text } from '@mantine/core'
import { CopyButton } from '~/components/CopyButton'
import { evidenceOf } from './findings'
import classes from './Evidence.module.css'

const most = 12

/** What was seen, each with the command that shows it again. */
export function EvidenceLines({ lines }: { lines: string[] }) {
  if (lines.length === 0) return null
  return (
    <ul className={classes.lines} aria-label="Evidence">
      {lines.slice(0, most).map((line, i) => (
        <Line key={i} line={line} />
      ))}
      {lines.length > most && (
        <li className={classes.line}>
          <Text size="xs" c="dimmed" py={5}>
            And {lines.length - most} more lines.
          </Text>
        </li>
      )}
    </ul>
  )
}

function Line({ line }: { line: string }) {
  const { command, shown } = evidenceOf(line)
  return (
    <li className={classes.line}>
      <div className={classes.text}>
        {command ? (
          <>
            <span className={classes.prompt} aria-hidden="true">
              ${' '}
            </span>
            {command}
            {shown && <span className={classes.shown}>→ {shown}</span>}
          </>
        ) : (
          shown
        )}
      </div>
      <CopyButton small label={command ? 'Copy the command' : 'Copy the line'} text={command ?? shown} />
    </li>
  )
}
