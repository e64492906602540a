import type { Setting } from '~/api/types'

/** A value as text; lists and maps as the file would have them in one line. */
export function shownValue({ value, secret }: Setting): string {
  if (secret && value != null && value !== '') return '••••••'
  if (value == null || value === '') return '–'
  if (typeof value === 'string') return value
  if (Array.isArray(value) && value.length === 0) return '[]'
  return JSON.stringify(value)
}

export function shownSource({ source }: Setting): string {
  if (source.kind === 'file') return [source.file?.split(/[\\/]/).at(-1), source.line && `line ${source.line}`].filter(Boolean).join(' ')
  if (source.kind === 'environment') return source.variable ?? 'environment'
  return 'default'
}
