import { Group, Select, Text, type SelectProps } from '@mantine/core'
import type { Model } from '~/api/types'
import { BackendName } from './BackendName'
import { chats, isAlias } from './modelOptions'
import { Simulated } from './Simulated'
import { State } from './State'

interface Props extends Omit<SelectProps, 'data' | 'value' | 'onChange'> {
  models: Model[]
  value: string | undefined
  onChange: (value: string) => void
}

const aliases = 'Aliases'

/** Models by backend, each with its state; typing narrows the list. */
export function ModelPicker({ models, value, onChange, ...rest }: Props) {
  const byName = new Map(models.filter(chats).map((m) => [m.name, m]))
  const groups = new Map<string, string[]>()
  for (const [name, model] of byName) {
    const group = isAlias(model) ? aliases : (model.backend ?? '')
    groups.set(group, [...(groups.get(group) ?? []), name])
  }
  // A model that has gone away stays named rather than showing an empty field.
  if (value && !byName.has(value)) groups.set('Not there now', [value])

  return (
    <Select
      {...rest}
      data={[...groups].map(([group, items]) => ({ group, items }))}
      value={value || null}
      onChange={(next) => next && onChange(next)}
      searchable
      allowDeselect={false}
      placeholder="No model yet"
      nothingFoundMessage="No model by that name"
      maxDropdownHeight={340}
      comboboxProps={{ width: 'max-content', position: 'bottom-start', ...rest.comboboxProps }}
      renderOption={({ option }) => <Option name={option.value} model={byName.get(option.value)} />}
    />
  )
}

function Option({ name, model }: { name: string; model: Model | undefined }) {
  return (
    <Group justify="space-between" wrap="nowrap" gap="lg" flex={1} maw="80vw">
      <Text size="sm" truncate>
        {name}
      </Text>
      <Group gap="xs" wrap="nowrap">
        {model?.simulated && <Simulated small />}
        {model?.backend && <BackendName name={model.backend} />}
        {model && <State state={model.status} />}
      </Group>
    </Group>
  )
}
