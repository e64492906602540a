import { Stack, Text } from '@mantine/core'
import { useLocalModel } from '~/api/localModels'
import type { LocalModelDetails } from '~/api/types'
import { Async } from '~/components/Async'
import { FactTable } from '~/components/FactTable'
import { LongText } from './LongText'

/** How a conversation is put into words for the model, and the settings that came with it. */
export function Texts({ name }: { name: string }) {
  return (
    <Async query={useLocalModel(name, undefined)} rows={8}>
      {(model) => <All model={model} />}
    </Async>
  )
}

function All({ model }: { model: LocalModelDetails }) {
  const texts: [title: string, text: string | null][] = [
    ['Chat template', model.chatTemplate],
    ...Object.entries(model.templates ?? {}).map(([name, text]): [string, string] => [`Template “${name}”`, text]),
    ['Template beside the file, in Ollama’s language', model.template],
    ['System message', model.system],
    ['Licence', model.license],
  ]
  const parameters = Object.entries((model.parameters ?? {}) as Record<string, unknown>)
  const shown = texts.filter((t): t is [string, string] => !!t[1])
  return (
    <Stack>
      {parameters.length > 0 && <FactTable label="Parameters" facts={parameters.map(([key, value]) => [key, words(value)])} />}
      {shown.map(([title, text]) => (
        <LongText key={title} title={title} text={text} />
      ))}
      {!model.chatTemplate && (
        <Text size="sm" c="dimmed">
          The file has no chat template: a plain one is used, which a model that was made for conversations understands less well.
        </Text>
      )}
      {parameters.length === 0 && (
        <Text size="sm" c="dimmed">
          No settings came with it; those of ziggie.yaml, under engine, hold.
        </Text>
      )}
    </Stack>
  )
}

const words = (value: unknown) => (Array.isArray(value) ? value.map((v) => (typeof v === 'string' ? v : JSON.stringify(v))).join('  ') : typeof value === 'string' ? value : JSON.stringify(value))
