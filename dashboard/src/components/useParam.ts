import { useCallback } from 'react'
import { useSearchParams } from 'react-router'

/** One piece of a page's state in the address; an empty one is left out. */
export function useParam(name: string, fallback = ''): [string, (value: string | null) => void] {
  const [params, setParams] = useSearchParams()
  const set = useCallback(
    (value: string | null) =>
      setParams(
        (before) => {
          if (value && value !== fallback) before.set(name, value)
          else before.delete(name)
          return before
        },
        { replace: true },
      ),
    [name, fallback, setParams],
  )
  return [params.get(name) ?? fallback, set]
}
