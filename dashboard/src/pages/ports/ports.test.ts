import { describe, expect, it } from 'vitest'
import type { PortListener, PortProcess, PortsReport } from '~/api/types'
import { isWithin, rangeOf } from './filter'
import { meetings, portsOf, reachOf, troubled, unmet } from './report'
import { byHand, calls, whoOf } from './words'

const holder = (pid: number, name = 'python', more: Partial<PortProcess> = {}): PortProcess => ({ pid, parentPid: 1, name, commandLine: null, startedAt: null, user: 'ann', container: null, publishedTo: null, ...more })

const listener = (id: string, address: string, holders: PortProcess[], more: Partial<PortListener> = {}): PortListener => ({
  id, protocol: 'tcp', address, port: 54112, v6Only: null, pids: holders.map((h) => h.pid), process: holders[0]?.name ?? null, user: 'ann', container: null, containerId: null, publishedTo: null, byPacketRules: false, service: null, network: null,
  recordedPid: null, recordedPidGone: false, holders, conflicts: [], ...more,
})

/** A container publishes the port everywhere; three native copies sit on 127.0.0.1. */
const story: PortsReport = {
  platform: 'linux',
  notes: [],
  items: [
    listener('tcp-54112-0', '0.0.0.0', [holder(9, 'docker-proxy', { publishedTo: '172.17.0.2:80' })]),
    listener('tcp-54112-1', '127.0.0.1', [holder(11)]),
    listener('tcp-54112-2', '127.0.0.1', [holder(12), holder(13)]),
  ],
  ports: [
    {
      protocol: 'tcp', port: 54112, network: null,
      answers: [
        { to: 'localhost', how: 'alternating', listeners: ['tcp-54112-1', 'tcp-54112-2'] },
        { to: '127.0.0.1', how: 'alternating', listeners: ['tcp-54112-1', 'tcp-54112-2'] },
        { to: '[::1]', how: 'nobody', listeners: [] },
        { to: 'outside', how: 'one', listeners: ['tcp-54112-0'] },
        { to: 'outside IPv6', how: 'nobody', listeners: [] },
      ],
      conflicts: [{ kind: 'native-before-container', text: 'Whoever calls…', to: ['127.0.0.1'], winners: ['tcp-54112-1'], losers: ['tcp-54112-0'] }],
    },
  ],
}

describe('a report', () => {
  const [row] = portsOf(story).ports

  it('puts callers together that meet the same', () =>
    expect(meetings(row!).map((m) => [m.to.join(' '), m.how, whoOf(m.by.map((b) => b.listener)).name])).toEqual([
      ['localhost 127.0.0.1', 'alternating', 'python'],
      ['[::1] outside IPv6', 'nobody', 'a process that may not be seen'],
      ['outside', 'one', 'container 172.17.0.2:80'],
    ]))

  it('names listeners alike from one reading to the next', () => {
    const later: PortsReport = { ...story, items: story.items.slice(1).map((l, i) => ({ ...l, id: `other-${i}` })) }
    expect(portsOf(later).listeners.map((r) => r.key)).toEqual(['tcp/54112/127.0.0.1/11', 'tcp/54112/127.0.0.1/12'])
    const same: PortsReport = { ...story, items: [listener('a', '::', []), listener('b', '::', [])] }
    expect(portsOf(same).listeners.map((r) => r.key)).toEqual(['tcp/54112/::/', 'tcp/54112/::/~2'])
  })

  it('keeps ports of another network apart', () => {
    const other: PortsReport = { ...story, items: [...story.items, listener('n', '0.0.0.0', [holder(20)], { network: '77' })], ports: [...story.ports, { protocol: 'tcp', port: 54112, network: '77', answers: [], conflicts: [] }] }
    expect(portsOf(other).ports.map((p) => [p.key, p.listeners.length, reachOf(p)])).toEqual([['tcp/54112', 3, 'outside'], ['tcp/54112@77', 1, 'its own network']])
  })

  it('finds those whom nobody meets', () => {
    const view = { ...row!.view, answers: row!.view.answers.slice(0, 3) }
    expect(unmet({ ...row!, view }).map((r) => r.key)).toEqual(['tcp/54112/0.0.0.0/9'])
    expect(reachOf({ ...row!, view })).toBe('this machine')
  })

  it('has what misleads before what does not', () => {
    const gone = { ...row!, key: 'x', view: { ...row!.view, port: 1, conflicts: [{ kind: 'recorded-pid-gone', text: '', to: [], winners: [], losers: [] }] } }
    expect(troubled([gone, { ...row!, view: { ...row!.view, conflicts: [] } }, row!]).map((r) => r.key)).toEqual(['tcp/54112', 'x'])
  })
})

describe('whom one meets', () => {
  it('is told by program and processes', () => {
    expect(whoOf([listener('a', '::', [holder(1), holder(2)]), listener('b', '::', [holder(2)])])).toEqual({ name: 'python', about: '2 processes' })
    expect(whoOf([listener('a', '::', [holder(5)])])).toEqual({ name: 'python', about: 'process 5' })
  })

  it('is the container behind a publisher', () =>
    expect(whoOf([story.items[0]!])).toEqual({ name: 'container 172.17.0.2:80', about: 'through docker-proxy, process 9' }))

  it('says in which container a program runs', () =>
    expect(whoOf([listener('a', '::', [holder(5, 'ollama')], { container: '0123456789abcdef0123' })]).name).toBe('ollama in container 0123456789ab'))

  it('names the container that a port is published for, with or without a socket', () => {
    const published = { container: 'chat', publishedTo: '172.17.0.2:8080' }
    expect(whoOf([listener('a', '::', [holder(5, 'docker-proxy')], published)])).toEqual({ name: 'container chat', about: 'at 172.17.0.2:8080, through docker-proxy, process 5' })
    expect(whoOf([listener('a', '::', [], { ...published, byPacketRules: true })])).toEqual({ name: 'container chat', about: 'at 172.17.0.2:8080, through packet rules' })
  })

  it('says what it may not see', () => {
    expect(whoOf([listener('a', '::', [])]).name).toBe('a process of ann')
    expect(whoOf([listener('a', '::', [], { recordedPid: 7 })]).name).toBe('process 7')
  })
})

it('reads ranges as they are typed', () => {
  expect(['', '80', '3000-9000', '-1024', '1024-', '3000..4000', '9-3', 'web', '-', '70000'].map(rangeOf)).toEqual([
    undefined, { from: 80, to: 80 }, { from: 3000, to: 9000 }, { from: 0, to: 1024 }, { from: 1024, to: 65535 }, { from: 3000, to: 4000 }, null, null, null, null,
  ])
  expect(isWithin({ protocol: 'udp', port: 53 }, 'tcp', undefined)).toBe(false)
  expect(isWithin({ protocol: 'udp', port: 53 }, '', { from: 50, to: 53 })).toBe(true)
})

it('writes what a person types to see the same', () => {
  const view = story.ports[0]!
  expect(byHand(view, 'linux')).toBe("ss -ltnp 'sport = :54112'")
  expect(byHand({ ...view, protocol: 'udp', network: '77' }, 'linux', 20)).toBe("sudo nsenter -t 20 -n ss -lunp 'sport = :54112'")
  expect(byHand(view, 'macos')).toBe('lsof -nP -iTCP:54112 -sTCP:LISTEN')
  expect(calls('outside', 80)).toBe('outside:80')
})
