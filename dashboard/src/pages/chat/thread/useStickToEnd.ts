import { useCallback, useEffect, useRef, useState } from 'react'

/** Closer to the end than this counts as being there. */
const nearPx = 60

/** Keeps a growing list at its end until the reader scrolls up; lets go then. */
export function useStickToEnd(key: string | undefined) {
  const box = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const stuck = useRef(true)
  const [away, setAway] = useState(false)

  const toEnd = useCallback(() => {
    stuck.current = true
    setAway(false)
    if (box.current) box.current.scrollTop = box.current.scrollHeight
  }, [])

  useEffect(() => {
    toEnd()
    const observer = new ResizeObserver(() => stuck.current && toEnd())
    if (content.current) observer.observe(content.current)
    if (box.current) observer.observe(box.current)
    return () => observer.disconnect()
  }, [key, toEnd])

  const onScroll = () => {
    const el = box.current
    if (!el) return
    const near = el.scrollHeight - el.scrollTop - el.clientHeight < nearPx
    stuck.current = near
    setAway(!near)
  }

  return { box, content, onScroll, away, toEnd }
}
