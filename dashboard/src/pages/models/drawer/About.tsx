import { Stack, Title } from '@mantine/core'
import { useLocalModel } from '~/api/localModels'
import type { LocalModelDetails } from '~/api/types'
import { Ago } from '~/components/Ago'
import { Async } from '~/components/Async'
import { FactTable } from '~/components/FactTable'
import { State } from '~/components/State'
import { useParam } from '~/components/useParam'
import { bytes, compact, count, percent } from '~/format/numbers'
import { placeOf, sourceWords, type LocalRow } from '../local/rows'
import { Estimates } from './Estimates'

export function About({ row }: { row: LocalRow }) {
  const [asked, setContext] = useParam('context')
  const context = Number(asked) > 0 ? Number(asked) : undefined
  const details = useLocalModel(row.model.name, context)
  return (
    <Stack>
      <Live row={row} />
      <Async query={details} rows={8}>
        {(model) => (
          <>
            {model.memory.length > 0 && <Estimates memory={model.memory} asked={asked} onAsk={setContext} />}
            <Title order={3} size="h5">
              The file
            </Title>
            <File model={model} />
          </>
        )}
      </Async>
    </Stack>
  )
}

function Live({ row: { live, state } }: { row: LocalRow }) {
  return (
    <FactTable
      label="In memory"
      facts={[
        ['State', <State key="s" state={state} />],
        live?.state === 'loading' && ['Loading', percent(live.loadProgress)],
        !!live && live.state !== 'loading' && ['Computes on', placeOf(live)],
        !!live && ['Memory', bytes(live.memory)],
        !!live && ['Context', `${count(live.context)} tokens for each conversation`],
        !!live && ['Requests', `${count(live.running)} of ${count(live.slots)} at once, ${count(live.waiting)} waiting`],
        !!live && ['Speed now', `${compact(live.tokensPerSecond)} tokens/s, all requests together`],
        !!live?.expiresAt && ['Unloaded', <Ago key="e" at={live.expiresAt} />],
      ]}
    />
  )
}

const File = ({ model }: { model: LocalModelDetails }) => (
  <FactTable
    label="The file"
    facts={[
      ['Title', model.title],
      ['Family', model.architecture],
      ['Parameters', model.parameterCount ? `${model.parameterSize ?? ''} (${count(model.parameterCount)})` : model.parameterSize],
      ['Quantisation', model.quantisation],
      ['Context', model.contextLength && `${count(model.contextLength)} tokens, as trained`],
      ['Can', model.capabilities.join(', ')],
      ['Layers', model.layers && count(model.layers)],
      ['Experts', model.experts && count(model.experts)],
      ['Vectors', model.embeddingLength && `${count(model.embeddingLength)} numbers`],
      ['Vocabulary', model.vocabularySize && `${count(model.vocabularySize)} tokens${model.tokenizer ? `, ${model.tokenizer}` : ''}`],
      ['Pooling', model.pooling],
      ['Size', bytes(model.size)],
      ['From', sourceWords(model.source)],
      ['Changed', <Ago key="a" at={model.modifiedAt} />],
      ['Path', model.paths.join('\n')],
      ['Sees with', model.projector],
      ['Digest', model.digest],
    ]}
  />
)
