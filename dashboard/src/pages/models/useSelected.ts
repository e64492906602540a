import { useSearchParams } from 'react-router'

/** What belongs to the drawer, and goes with it. */
const ofDrawer = /^(selected|part|context|metadata\..*)$/

/** The address with a model selected, or none, and all else of the page kept. */
export function selecting(params: URLSearchParams, name: string | null): URLSearchParams {
  const next = new URLSearchParams([...params].filter(([key]) => !ofDrawer.test(key)))
  if (name) next.set('selected', name)
  return next
}

/** The model that the drawer shows. */
export function useSelected(): [selected: string, select: (name: string) => void, deselect: () => void] {
  const [params, setParams] = useSearchParams()
  const select = (name: string | null) => setParams((before) => selecting(before, name), { replace: true })
  return [params.get('selected') ?? '', select, () => select(null)]
}
