import { useMemo } from 'react'
import { useSearchParams } from 'react-router'
import { arrange, type Column } from './arrange'

/** Sorting (at first the usual one) and filter of a list, kept in the address so that a link shows the same view. */
export function useTableState<T>(rows: T[], columns: Column<T>[], prefix = '', usual = '') {
  const [params, setParams] = useSearchParams()
  const sort = params.get(`${prefix}sort`) ?? usual
  const filter = params.get(`${prefix}filter`) ?? ''
  const shown = useMemo(() => arrange(rows, columns, sort, filter), [rows, columns, sort, filter])

  const set = (name: string, value: string) =>
    setParams(
      (before) => {
        if (value) before.set(prefix + name, value)
        else before.delete(prefix + name)
        return before
      },
      { replace: true },
    )
  return { shown, sort, filter, setSort: (value: string) => set('sort', value), setFilter: (value: string) => set('filter', value) }
}
