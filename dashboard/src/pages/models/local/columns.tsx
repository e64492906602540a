import { Anchor, Progress, Text } from '@mantine/core'
import { Link } from 'react-router'
import { Reason } from '~/components/Reason'
import { State } from '~/components/State'
import type { Column } from '~/components/table/arrange'
import { bytes, compact, count } from '~/format/numbers'
import { selecting } from '../useSelected'
import { LocalActions } from './LocalActions'
import { placeOf, sourceWords, type LocalRow } from './rows'

const context = ({ model, live }: LocalRow) => live?.context ?? model.contextLength
const memory = ({ model, live }: LocalRow) => live?.memory ?? model.memory?.total

export const localColumns: Column<LocalRow>[] = [
  { id: 'name', label: 'Name', value: (r) => [r.model.name, r.model.architecture, sourceWords(r.model.source)].join(' '), cell: (r) => <Name row={r} /> },
  { id: 'state', label: 'State', value: (r) => `${r.state} ${r.problem ?? ''}`, cell: (r) => <Status row={r} /> },
  { id: 'size', label: 'Size', number: true, value: (r) => r.model.size, cell: (r) => bytes(r.model.size) },
  { id: 'quantisation', label: 'Quantisation', value: (r) => r.model.quantisation, cell: (r) => r.model.quantisation ?? '–' },
  { id: 'context', label: 'Context', number: true, value: context, cell: (r) => <Context row={r} /> },
  { id: 'memory', label: 'Memory', number: true, value: memory, cell: (r) => <Memory row={r} /> },
  { id: 'speed', label: 'Speed now', number: true, value: (r) => r.live?.tokensPerSecond, cell: (r) => <Speed row={r} /> },
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
      <Text size="xs" c="dimmed">
        {[model.architecture, model.parameterSize, sourceWords(model.source)].filter(Boolean).join(' · ')}
      </Text>
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
  const tokens = context(row)
  if (!tokens) return '–'
  return <span title={row.live ? 'Of each conversation, as loaded' : 'As trained'}>{count(tokens)} tokens</span>
}

function Memory({ row }: { row: LocalRow }) {
  const { model, live } = row
  if (live) return bytes(live.memory)
  if (!model.memory) return '–'
  return <span title={`Estimated at ${count(model.memory.context)} tokens of context`}>about {bytes(model.memory.total)}</span>
}

function Speed({ row: { live, state } }: { row: LocalRow }) {
  if (!live || state !== 'loaded') return '–'
  return (
    <>
      {compact(live.tokensPerSecond)} tokens/s
      <Text size="xs" c="dimmed">
        {count(live.running)} of {count(live.slots)} busy{live.waiting > 0 && `, ${count(live.waiting)} waiting`}
      </Text>
    </>
  )
}
