import { useCallback, useState } from 'react'

const place = (id: string | undefined) => `ziggie.draft.${id ?? 'new'}`

function write(id: string | undefined, text: string) {
  try {
    if (text) localStorage.setItem(place(id), text)
    else localStorage.removeItem(place(id))
  } catch {
    // A full store loses the draft on reload, not now.
  }
}

/** What was typed and not yet sent, per conversation; survives a reload. */
export function useDraft(id: string | undefined): [string, (text: string) => void] {
  const [state, setState] = useState(() => ({ id, text: localStorage.getItem(place(id)) ?? '' }))
  if (state.id !== id) setState({ id, text: localStorage.getItem(place(id)) ?? '' })
  const set = useCallback(
    (text: string) => {
      write(id, text)
      setState({ id, text })
    },
    [id],
  )
  return [state.id === id ? state.text : '', set]
}
