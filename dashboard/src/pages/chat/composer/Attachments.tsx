import { ActionIcon } from '@mantine/core'
import type { MessageImage } from '~/api/types'
import { Icon } from '~/components/icons'
import classes from './Composer.module.css'

export function Attachments({ images, remove }: { images: MessageImage[]; remove: (index: number) => void }) {
  if (images.length === 0) return null
  return (
    <div className={classes.attachments}>
      {images.map((image, i) => (
        <div key={i} className={classes.attachment}>
          <img src={`data:${image.mediaType};base64,${image.base64}`} alt={`Attached ${i + 1}`} />
          <ActionIcon size="xs" radius="xl" color="dark" onClick={() => remove(i)} aria-label={`Remove picture ${i + 1}`}>
            <Icon name="close" size={12} />
          </ActionIcon>
        </div>
      ))}
    </div>
  )
}
