import { Text } from '@mantine/core'
import { isDoctorCode } from './doctorLink'
import { ReasonCode } from './ReasonCode'

interface Props {
  text: string
  /** Shown where the doctor can say more. */
  code?: string
  /** What the doctor calls that which the reason is about. */
  target?: string
}

/** Why something is in its state; long addresses in it break rather than push columns away, and what the doctor says in full is a click away. */
export const Reason = ({ text, code, target }: Props) => (
  <Text size="xs" c="dimmed" miw={200} maw={300} component="div" style={{ overflowWrap: 'anywhere' }}>
    {isDoctorCode(code) ? (
      <>
        <Text size="xs" lineClamp={3} title={text}>
          {text}
        </Text>
        <ReasonCode code={code} target={target} says="What the doctor found: " />
      </>
    ) : (
      text
    )}
  </Text>
)
