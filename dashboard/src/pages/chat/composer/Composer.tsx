import { ActionIcon, FileButton, Textarea, Tooltip } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useState, type KeyboardEvent, type ReactNode } from 'react'
import type { MessageImage } from '~/api/types'
import { Icon } from '~/components/icons'
import { Attachments } from './Attachments'
import { accepted, mostImages, readImages } from './images'
import { sends } from './keys'
import { useDraft } from './useDraft'
import classes from './Composer.module.css'

interface Props {
  id: string | undefined
  running: boolean
  stopping: boolean
  /** Why nothing can be sent now, or undefined. */
  blocked?: string
  picker: ReactNode
  /** Rejects when it was not taken: the draft then stays. */
  onSend: (content: string, images: MessageImage[]) => Promise<void>
  onStop: () => void
}

export function Composer({ id, running, stopping, blocked, picker, onSend, onStop }: Props) {
  const [draft, setDraft] = useDraft(id)
  const [images, setImages] = useState<MessageImage[]>([])
  const [sending, setSending] = useState(false)
  const ready = !blocked && !running && !sending && (draft.trim() !== '' || images.length > 0)

  const send = async () => {
    if (!ready) return
    setSending(true)
    const [text, pictures] = [draft, images]
    setDraft('')
    setImages([])
    try {
      await onSend(text.trim(), pictures)
    } catch {
      setDraft(text)
      setImages(pictures)
    } finally {
      setSending(false)
    }
  }

  const attach = async (files: File[]) => {
    const read = await readImages(files, mostImages - images.length)
    if (read.refused.length) notifications.show({ color: 'orange', title: 'Not attached', message: read.refused.join(' ') })
    setImages((before) => [...before, ...read.images])
  }

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && running) onStop()
    if (!sends(event)) return
    event.preventDefault()
    void send()
  }

  return (
    <div className={classes.composer}>
      <Attachments images={images} remove={(i) => setImages((before) => before.filter((_, n) => n !== i))} />
      <Textarea
        aria-label="Message"
        variant="unstyled"
        placeholder={blocked ?? 'Ask something. Enter sends, Shift+Enter makes a new line.'}
        value={draft}
        onChange={(e) => setDraft(e.currentTarget.value)}
        onKeyDown={onKeyDown}
        onPaste={(e) => {
          const files = [...e.clipboardData.files]
          if (files.length) {
            e.preventDefault()
            void attach(files)
          }
        }}
        autosize
        minRows={1}
        maxRows={10}
        autoFocus
      />
      <div className={classes.bar}>
        {picker}
        <div className={classes.buttons}>
          <FileButton onChange={(files) => void attach(files)} accept={accepted} multiple>
            {(props) => (
              <Tooltip label="Attach pictures">
                <ActionIcon {...props} variant="subtle" color="gray" size="lg" aria-label="Attach pictures">
                  <Icon name="image" />
                </ActionIcon>
              </Tooltip>
            )}
          </FileButton>
          {running ? (
            <ActionIcon size="lg" radius="xl" color="dark" onClick={onStop} loading={stopping} aria-label="Stop" title="Stop (Esc)">
              <Icon name="stop" />
            </ActionIcon>
          ) : (
            <ActionIcon size="lg" radius="xl" onClick={() => void send()} disabled={!ready} loading={sending} aria-label="Send" title="Send (Enter)">
              <Icon name="send" />
            </ActionIcon>
          )}
        </div>
      </div>
    </div>
  )
}
