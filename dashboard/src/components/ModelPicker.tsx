import { Badge, Group, Select, Text, type SelectProps } from '@mantine/core'
import type { Model } from '~/api/types'
import { BackendName } from './BackendName'
import { chats, modelOptions } from './modelOptions'
import { State } from './State'

interface Props extends Omit<SelectProps, 'data' | 'value' | 'onChange'> {
  models: Model[]
  value: string | undefined
  onChange: (value: string) => void
}

/** Models by backend, each with its state; typing narrows the list. */
export function ModelPicker({ models, value, onChange, ...rest }: Props) {
  const options = modelOptions(models).filter((o) => chats(o.model))
  const byValue = new Map(options.map((o) => [o.value, o.model]))
  const aliases = [...new Set(models.flatMap((m) => m.aliases ?? []))]
  const backends = [...new Set(options.map((o) => o.model.backend))]
  const data = [
    ...(aliases.length ? [{ group: 'Aliases', items: aliases }] : []),
    ...backends.map((backend) => ({ group: backend, items: options.filter((o) => o.model.backend === backend).map((o) => o.value) })),
  ]
  // A model that has gone away stays named rather than showing an empty field.
  if (value && !byValue.has(value) && !aliases.includes(value)) data.push({ group: 'Not there now', items: [value] })

  return (
    <Select
      {...rest}
      data={data}
      value={value || null}
      onChange={(next) => next && onChange(next)}
      searchable
      allowDeselect={false}
      placeholder="No model yet"
      nothingFoundMessage="No model by that name"
      maxDropdownHeight={340}
      comboboxProps={{ width: 'max-content', position: 'bottom-start', ...rest.comboboxProps }}
      renderOption={({ option }) => <Option name={option.value} model={byValue.get(option.value)} />}
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
        {model?.simulated && (
          <Badge size="xs" color="orange" variant="light">
            simulated
          </Badge>
        )}
        {model && <BackendName name={model.backend} />}
        {model && <State state={model.status} />}
      </Group>
    </Group>
  )
}
