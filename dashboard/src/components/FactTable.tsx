import { Table } from '@mantine/core'
import type { ReactNode } from 'react'

export type Fact = [name: string, value: ReactNode]

/** What is known of one thing, a line each; what has no value is left out. */
export function FactTable({ facts, label }: { facts: (Fact | false)[]; label?: string }) {
  return (
    <Table variant="vertical" layout="fixed" aria-label={label}>
      <Table.Tbody>
        {facts
          .filter((fact): fact is Fact => fact !== false && fact[1] != null && fact[1] !== '')
          .map(([name, value]) => (
            <Table.Tr key={name}>
              <Table.Th w={118} style={{ verticalAlign: 'top' }}>
                {name}
              </Table.Th>
              <Table.Td style={{ overflowWrap: 'anywhere' }}>{value}</Table.Td>
            </Table.Tr>
          ))}
      </Table.Tbody>
    </Table>
  )
}
