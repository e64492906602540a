import { Anchor, Progress, Text } from '@mantine/core'
import { Link } from 'react-router'
import type { LoadedModel } from '~/api/types'
import { Reason } from '~/components/Reason'
import { State } from '~/components/State'
import type { Column } from '~/components/table/arrange'
import { bytes, compact, count } from '~/format/numbers'
import { selecting } from '../useSelected'
import { LocalActions } from './LocalActions'
import { placeOf, shortSource, sourceWords, type LocalRow } from './rows'

const context = ({ model, live }: LocalRow) => live?.context ?? model.contextLength
const memory = ({ model, live }: LocalRow) => live?.memory ?? model.memory?.total

export const localColumns: Column<LocalRow>[] = [
  { id: 'name', label: 'Name', value: (r) => [r.model.name, r.model.architecture, r.model.quantisation, sourceWords(r.model.source)].join(' '), cell: (r) => <Name row={r} /> },
  { id: 'state', label: 'State', value: (r) => `${r.state} ${r.problem ?? ''}`, cell: (r) => <Status row={r} /> },
  { id: 'size', label: 'Size', number: true, value: (r) => r.model.size, cell: (r) => <Size row={r} /> },
  { id: 'context', label: 'Context', number: true, value: context, cell: (r) => (context(r) ? <Context row={r} /> : '–') },
  { id: 'memory', label: 'Memory', number: true, value: memory, cell: (r) => (memory(r) ? <Memory row={r} /> : '–') },
  { id: 'speed', label: 'Speed now', number: true, value: (r) => r.live?.tokensPerSecond, cell: (r) => (r.live && r.state === 'loaded' ? <Speed live={r.live} /> : '–') },
  { id: 'actions', label: '', number: true, cell: (r) => <LocalActions row={r} /> },
]

function Name({ row: { model } }: { row: LocalRow }) {
  return (
    <>
      <Anchor
        component={Link}
        to={{ search: selecting(new URLSearchParams(location.search), model.name).toString() }}
        c="inherit"
        size="sm"
        fw={500}
        style={{ overflowWrap: 'anywhere' }}
        onClick={(e) => e.stopPropagation()}
      >
        {model.name}
      </Anchor>
      <Text size="xs" c="dimmed" miw={170}>
        {[model.architecture, model.parameterSize, shortSource(model.source)].filter(Boolean).join(' · ')}
      </Text>
    </>
  )
}

function Size({ row: { model } }: { row: LocalRow }) {
  return (
    <>
      {bytes(model.size)}
      {model.quantisation && (
        <Text size="xs" c="dimmed" title="Quantisation: how its weights are kept">
          {model.quantisation}
        </Text>
      )}
    </>
  )
}

function Status({ row: { state, live, problem } }: { row: LocalRow }) {
  const share = Math.round((live?.loadProgress ?? 0) * 100)
  return (
    <>
      <State state={state} />
      {state === 'loading' && <Progress value={share} aria-label={`Loading, ${share} %`} w={110} mt={4} size="sm" />}
      {state === 'loaded' && live && (
        <Text size="xs" c="dimmed">
          {placeOf(live)}
        </Text>
      )}
      {problem && <Reason text={problem} />}
    </>
  )
}

function Context({ row }: { row: LocalRow }) {
  return <span title={row.live ? 'Of each conversation, as loaded' : 'As trained'}>{count(context(row) ?? 0)} tokens</span>
}

function Memory({ row }: { row: LocalRow }) {
  const { model, live } = row
  if (live) return bytes(live.memory)
  if (!model.memory) return null
  return <span title={`Estimated at ${count(model.memory.context)} tokens of context`}>about {bytes(model.memory.total)}</span>
}

function Speed({ live }: { live: LoadedModel }) {
  return (
    <>
      {compact(live.tokensPerSecond)} tokens/s
      <Text size="xs" c="dimmed">
        {count(live.running)} of {count(live.slots)} busy{live.waiting > 0 && `, ${count(live.waiting)} waiting`}
      </Text>
    </>
  )
}
