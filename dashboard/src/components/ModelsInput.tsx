import { TagsInput, type TagsInputProps } from '@mantine/core'
import { useState } from 'react'

/** Names of models, known ones or any other. The list goes away once one is taken: it would lie over the form's buttons. */
export function ModelsInput({ onChange, ...rest }: Omit<TagsInputProps, 'onChange'> & { onChange: (models: string[]) => void }) {
  const [open, setOpen] = useState(false)
  return (
    <TagsInput
      {...rest}
      dropdownOpened={open}
      onDropdownOpen={() => setOpen(true)}
      onDropdownClose={() => setOpen(false)}
      onSearchChange={(text) => text && setOpen(true)}
      onChange={(models) => {
        onChange(models)
        setOpen(false)
      }}
    />
  )
}
