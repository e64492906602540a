import { CloseButton, TextInput } from '@mantine/core'
import { Icon } from '../icons'

interface Props {
  value: string
  onChange: (value: string) => void
  label: string
}

export function FilterInput({ value, onChange, label }: Props) {
  return (
    <TextInput
      aria-label={label}
      placeholder={label}
      value={value}
      onChange={(e) => onChange(e.currentTarget.value)}
      leftSection={<Icon name="search" size={15} />}
      rightSection={value && <CloseButton size="sm" aria-label="Clear the filter" onClick={() => onChange('')} />}
      maw={320}
    />
  )
}
