import '@mantine/spotlight/styles.css'
import { createSpotlight, Spotlight } from '@mantine/spotlight'
import { useDebouncedValue } from '@mantine/hooks'
import { useEffect, useState } from 'react'
import { Icon } from '~/components/icons'
import { usePaletteActions } from './usePaletteActions'

const [store, palette] = createSpotlight()

/** Ctrl+K: pages, models, conversations and actions by name. Loaded when first asked for. */
export default function Palette({ asked }: { asked: number }) {
  const [query, setQuery] = useState('')
  const [settled] = useDebouncedValue(query, 200)
  const groups = usePaletteActions(settled)
  useEffect(() => palette.open(), [asked])

  return (
    <Spotlight
      store={store}
      shortcut={null}
      query={query}
      onQueryChange={setQuery}
      actions={groups}
      limit={12}
      overlayProps={{ blur: 0 }}
      highlightQuery
      nothingFound="Nothing by that name"
      searchProps={{ leftSection: <Icon name="search" />, placeholder: 'Pages, models, conversations, actions', 'aria-label': 'Search' }}
    />
  )
}
