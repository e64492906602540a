import { Group, NumberInput, Table, Text, Title } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { useState } from 'react'
import type { LocalModelDetails } from '~/api/types'
import { bytes, count } from '~/format/numbers'

interface Props {
  memory: LocalModelDetails['memory']
  /** The context in the address. */
  asked: string
  onAsk: (context: string | null) => void
}

const longest = 16 * 1024 * 1024

/** What it would take in memory, by length of the context. */
export function Estimates({ memory, asked, onAsk }: Props) {
  const [typed, setTyped] = useState<string | number>(asked)
  const settle = useDebouncedCallback((value: string | number) => onAsk(value === '' ? null : String(value)), 400)
  return (
    <section>
      <Group justify="space-between" align="flex-end" mb="xs">
        <div>
          <Title order={3} size="h5">
            Memory it takes
          </Title>
          <Text size="xs" c="dimmed">
            Estimated, for one conversation on the CPU.
          </Text>
        </div>
        <NumberInput
          label="At a context of"
          size="xs"
          w={150}
          min={1}
          max={longest}
          step={1024}
          allowDecimal={false}
          allowNegative={false}
          thousandSeparator=","
          suffix=" tokens"
          placeholder="tokens"
          value={typed}
          onChange={(value) => {
            setTyped(value)
            settle(value)
          }}
        />
      </Group>
      <Table aria-label="Estimated memory" withTableBorder>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Context</Table.Th>
            <Table.Th ta="right">Weights</Table.Th>
            <Table.Th ta="right">Context</Table.Th>
            <Table.Th ta="right">Computing</Table.Th>
            <Table.Th ta="right">In all</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {memory.map((m) => (
            <Table.Tr key={m.context} fw={String(m.context) === asked ? 600 : undefined}>
              <Table.Td>{count(m.context)}</Table.Td>
              <Table.Td ta="right">{bytes(m.weights)}</Table.Td>
              <Table.Td ta="right">{bytes(m.cache)}</Table.Td>
              <Table.Td ta="right">{bytes(m.compute)}</Table.Td>
              <Table.Td ta="right">{bytes(m.total)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  )
}
