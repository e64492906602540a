import { describe, expect, it } from 'vitest'
import type { Finding } from '~/api/types'
import { countOf, worst } from '~/components/severities'
import { choose, evidenceOf, keyOf, targetOf } from './findings/findings'

const finding = (code: string, target: string, severity = 'problem', consequences: Finding[] = []): Finding => ({
  code, target, severity, title: code, layer: 'listener', evidence: [], cause: '', fix: '', canFix: false, docs: '', consequences,
})

const follows = finding('N103', 'backend:ollama')
const findings = [finding('P203', 'port:tcp/54112', 'warning', [follows]), finding('C307', 'backend:other', 'warning'), finding('S501', 'disk:/var', 'hint')]

it('takes a cause as seriously as what follows from it', () => {
  expect(findings.map(worst)).toEqual(['problem', 'warning', 'hint'])
  expect(countOf({ findings } as never, 'problem')).toBe(1)
  expect(countOf(undefined, 'problem')).toBe(0)
})

describe('the finding that the address means', () => {
  const chosen = (selected: string) => {
    const found = choose(findings, selected)
    return found && [keyOf(found.root), keyOf(found.chosen)]
  }

  it('is found by its code and target, also as a consequence', () => {
    expect(chosen('C307/backend:other')).toEqual(['C307/backend:other', 'C307/backend:other'])
    expect(chosen('N103/backend:ollama')).toEqual(['P203/port:tcp/54112', 'N103/backend:ollama'])
    expect(chosen('P203/port:tcp/54112')).toEqual(['P203/port:tcp/54112', 'P203/port:tcp/54112'])
  })

  it('is otherwise one about the same target, or, where none is named, of the same code', () => {
    expect(chosen('N101/backend:ollama')).toEqual(['P203/port:tcp/54112', 'N103/backend:ollama'])
    expect(chosen('S501')).toEqual(['S501/disk:/var', 'S501/disk:/var'])
    expect(chosen('S501/backend:other2')).toEqual(['S501/disk:/var', 'S501/disk:/var'])
    expect(chosen('N103/backend:gone')).toBeUndefined()
    expect(chosen('S501/disk:/home')).toBeUndefined()
    expect(chosen('')).toBeUndefined()
  })
})

it('takes a line of evidence apart', () => {
  expect(evidenceOf("$ ss -ltn 'sport = :54112'  → LISTEN 127.0.0.1:54112")).toEqual({ command: "ss -ltn 'sport = :54112'", shown: 'LISTEN 127.0.0.1:54112' })
  expect(evidenceOf('$ curl x')).toEqual({ command: 'curl x', shown: '' })
  expect(evidenceOf('cat /run/x.pid → 12')).toEqual({ command: 'cat /run/x.pid', shown: '12' })
  expect(evidenceOf('Six copies, 3 days old.')).toEqual({ shown: 'Six copies, 3 days old.' })
})

it('says what a target is, and where it is shown', () => {
  expect(targetOf('port:tcp/54112')).toEqual({ text: 'port tcp 54112', to: '/ports?selected=tcp%2F54112' })
  expect(targetOf('backend:a b')).toEqual({ text: 'backend a b', to: '/backends?selected=a%20b' })
  expect(targetOf('machine')).toEqual({ text: 'this machine' })
  expect(targetOf('process:12')).toEqual({ text: 'process 12' })
  expect(targetOf('other:thing')).toEqual({ text: 'other:thing' })
})
