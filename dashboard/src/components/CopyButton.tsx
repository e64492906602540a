import { ActionIcon, Button, Tooltip } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { Icon } from './icons'

interface Props {
  text: string | (() => string)
  label: string
  /** Only the icon, with the label on hover. */
  small?: boolean
}

export function CopyButton({ text, label, small }: Props) {
  const clipboard = useClipboard({ timeout: 1500 })
  const copy = () => clipboard.copy(typeof text === 'string' ? text : text())
  const shown = clipboard.error ? 'Could not copy' : clipboard.copied ? 'Copied' : label
  if (!small) {
    return (
      <Button size="xs" variant="default" onClick={copy} leftSection={<Icon name={clipboard.copied ? 'check' : 'copy'} size={14} />}>
        {shown}
      </Button>
    )
  }
  return (
    <Tooltip label={shown}>
      <ActionIcon variant="subtle" color="gray" onClick={copy} aria-label={shown}>
        <Icon name={clipboard.copied ? 'check' : 'copy'} size={16} />
      </ActionIcon>
    </Tooltip>
  )
}
