import { useEffect, useRef, useState } from 'react'
import { unreachable } from '~/api/errors'

export interface CallAnswer {
  status: number
  reason: string
  type: string
  text: string
  /** Not all of the body is kept. */
  cut: boolean
  ms: number
}

/** More than this is not read: a backup or an endless stream would fill the tab. */
const mostChars = 200_000

/** One call at a time; its answer as it comes. */
export function useCall() {
  const [answer, setAnswer] = useState<CallAnswer>()
  const [error, setError] = useState<Error>()
  const [stopped, setStopped] = useState(false)
  const [running, setRunning] = useState<AbortController>()
  const last = useRef<AbortController>(undefined)
  useEffect(() => () => last.current?.abort(), [])

  async function send(method: string, address: string, body: string | undefined) {
    const abort = (last.current = new AbortController())
    const start = performance.now()
    setAnswer(undefined)
    setError(undefined)
    setStopped(false)
    setRunning(abort)
    try {
      const response = await fetch(address, { method, body, signal: abort.signal, headers: body === undefined ? {} : { 'content-type': 'application/json' } })
      const head = { status: response.status, reason: response.statusText, type: response.headers.get('content-type') ?? '' }
      const show = (text: string, cut = false) => setAnswer({ ...head, text: text.slice(0, mostChars), cut, ms: performance.now() - start })
      show('')
      if (isText(head.type)) await read(response, abort, show)
      else show(response.status === 204 || !head.type ? '' : `(${head.type}, not shown)`)
    } catch (e) {
      if (abort.signal.aborted) setStopped(abort.signal.reason !== enough)
      else setError(unreachable(e))
    } finally {
      abort.abort(enough)
      setRunning(undefined)
    }
  }

  return { answer, error, stopped, running: !!running, send, stop: () => running?.abort() }
}

const enough = 'enough'

const isText = (type: string) => /json|text|xml|event-stream/.test(type)

async function read(response: Response, abort: AbortController, show: (text: string, cut?: boolean) => void) {
  let text = ''
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  for (;;) {
    const piece = await reader?.read()
    if (!piece || piece.done) return show(text)
    text += piece.value
    show(text, text.length > mostChars)
    if (text.length > mostChars) return abort.abort(enough)
  }
}
