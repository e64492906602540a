import type { ReactNode } from 'react'

export interface Column<T> {
  id: string
  label: string
  /** What it is sorted and filtered by; without it, neither. */
  value?: (row: T) => string | number | null | undefined
  cell: (row: T) => ReactNode
  /** Numbers stand at the right. */
  number?: boolean
}

/** Rows that contain the filter's words, in the order of a column: `name`, or `-name` for the other way. */
export function arrange<T>(rows: T[], columns: Column<T>[], sort: string, filter: string): T[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean)
  const text = (row: T) => columns.map((c) => c.value?.(row) ?? '').join(' ').toLowerCase()
  const found = words.length ? rows.filter((row) => words.every((word) => text(row).includes(word))) : rows
  const value = columns.find((c) => c.id === sort.replace(/^-/, ''))?.value
  if (!value) return found
  const direction = sort.startsWith('-') ? -1 : 1
  return [...found].sort((a, b) => compare(value(a), value(b), direction))
}

/** What has no value stands last, whichever way it is sorted. */
function compare(a: string | number | null | undefined, b: string | number | null | undefined, direction: number): number {
  if (a == null || b == null) return a == null ? (b == null ? 0 : 1) : -1
  return direction * (typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b), undefined, { numeric: true }))
}

/** The next order when a column's head is chosen: up, down, as it came. */
export const nextSort = (sort: string, id: string) => (sort === id ? `-${id}` : sort === `-${id}` ? '' : id)
