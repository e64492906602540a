import { expect, it } from 'vitest'
import { arrange, nextSort, type Column } from './arrange'

interface Row {
  name: string
  size?: number
}

const columns: Column<Row>[] = [
  { id: 'name', label: 'Name', value: (r) => r.name, cell: (r) => r.name },
  { id: 'size', label: 'Size', value: (r) => r.size, cell: (r) => r.size },
]
const rows: Row[] = [{ name: 'b10', size: 1 }, { name: 'b9' }, { name: 'Apple pie', size: 5 }]
const names = (sort: string, filter = '') => arrange(rows, columns, sort, filter).map((r) => r.name)

it('sorts words as people count, and both ways', () => {
  expect(names('name')).toEqual(['Apple pie', 'b9', 'b10'])
  expect(names('-name')).toEqual(['b10', 'b9', 'Apple pie'])
})

it('puts what is unknown last, both ways', () => {
  expect(names('size')).toEqual(['b10', 'Apple pie', 'b9'])
  expect(names('-size')).toEqual(['Apple pie', 'b10', 'b9'])
})

it('keeps the order for a column it does not know', () => expect(names('other')).toEqual(['b10', 'b9', 'Apple pie']))

it('finds rows with all words', () => {
  expect(names('', 'PIE app')).toEqual(['Apple pie'])
  expect(names('', 'pie b')).toEqual([])
})

it('turns, then lets go', () => {
  expect(['', 'name', '-name', 'size'].map((s) => nextSort(s, 'name'))).toEqual(['name', '-name', '', 'name'])
})
