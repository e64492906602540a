import { exact, relative } from '~/format/time'
import { useNow } from './useNow'

/** A relative time; the exact one on hover. */
export function Ago({ at, none = 'never' }: { at: string | null | undefined; none?: string }) {
  const now = useNow()
  if (!at) return <span>{none}</span>
  return (
    <time dateTime={at} title={exact(at)} style={{ whiteSpace: 'nowrap' }}>
      {relative(at, now)}
    </time>
  )
}
