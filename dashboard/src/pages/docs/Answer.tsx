import { Text } from '@mantine/core'
import { State } from '~/components/State'
import { duration } from '~/format/numbers'
import { Block } from './Block'
import { pretty } from './request'
import type { CallAnswer } from './useCall'

export function Answer({ answer, running }: { answer: CallAnswer; running: boolean }) {
  const { status, reason, type, text, cut, ms } = answer
  return (
    <div role="status" aria-busy={running}>
      <Text size="sm" mb={6} component="div">
        <State state={status < 400 ? 'ok' : 'failed'} /> {status} {reason} · {duration(ms)} · {type || 'no body'}
      </Text>
      {text && <Block label={cut ? 'The beginning of the answer' : 'Answer'} text={running ? text : pretty(text)} />}
    </div>
  )
}
