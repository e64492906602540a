const fence = /^ {0,3}(`{3,}|~{3,})/

/** Cuts Markdown at blank lines, never inside a fenced block, so that finished parts stay as they are. */
export function splitBlocks(text: string): string[] {
  const blocks: string[] = []
  let current: string[] = []
  let open: string | undefined
  for (const line of text.split('\n')) {
    const mark = fence.exec(line)?.[1]
    if (open) {
      if (mark && mark[0] === open[0] && mark.length >= open.length && line.trim() === mark) open = undefined
    } else if (mark) open = mark
    if (!open && line.trim() === '') {
      if (current.length > 0) blocks.push(current.join('\n'))
      current = []
    } else current.push(line)
  }
  if (current.length > 0) blocks.push(current.join('\n'))
  return blocks
}
