import type { MessageImage } from '~/api/types'

export const mostImages = 6
const mostBytes = 8 * 1024 * 1024
const kinds = ['image/png', 'image/jpeg', 'image/webp', 'image/gif']
export const accepted = kinds.join(',')

/** Pictures as the API takes them, and what was wrong with the others. */
export async function readImages(files: File[], room: number): Promise<{ images: MessageImage[]; refused: string[] }> {
  const refused: string[] = []
  const good = files.filter((file) => {
    if (!kinds.includes(file.type)) refused.push(`${file.name}: only PNG, JPEG, WebP and GIF pictures can be sent.`)
    else if (file.size > mostBytes) refused.push(`${file.name}: larger than 8 MiB.`)
    else return true
    return false
  })
  if (good.length > room) refused.push(`At most ${mostImages} pictures go with one message.`)
  return { images: await Promise.all(good.slice(0, room).map(readImage)), refused }
}

function readImage(file: File): Promise<MessageImage> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve({ mediaType: file.type, base64: String(reader.result).split(',', 2)[1] ?? '' })
    reader.onerror = () => reject(reader.error ?? new Error('The picture could not be read.'))
    reader.readAsDataURL(file)
  })
}
