import type { Setting } from '~/api/types'

/** A value as text; lists and maps as the file would have them in one line. */
export function shownValue({ value, secret }: Setting): string {
  if (secret && value != null && value !== '') return '••••••'
  if (value == null || value === '') return '–'
  if (typeof value === 'string') return value
  if (Array.isArray(value) && value.length === 0) return 'none'
  return JSON.stringify(value)
}

export function shownSource({ source, sourceName, line }: Setting): string {
  if (source === 'default') return 'default'
  const name = source === 'file' ? sourceName?.split(/[\\/]/).at(-1) : sourceName
  return [name ?? source, line && `line ${line}`].filter(Boolean).join(' ')
}
