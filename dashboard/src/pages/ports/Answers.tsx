import { Text, VisuallyHidden } from '@mantine/core'
import type { CSSProperties } from 'react'
import { ParamLink } from '~/components/ParamLink'
import { plural } from '~/format/numbers'
import { groups, meetings, unmet, type ListenerRow, type PortRow } from './report'
import { calls, placeOf, whoOf } from './words'
import classes from './Answers.module.css'

/** Told apart with every kind of colour blindness. */
const colours = ['#0072b2', '#e69f00', '#009e73', '#cc79a7', '#56b4e9', '#d55e00']

/** Who answers whom at a port: what a caller writes, and the program that it reaches. */
export function Answers({ row }: { row: PortRow }) {
  const met = meetings(row)
  const hidden = unmet(row)
  const servers = [...new Set([...met.flatMap((m) => together(m.by)), ...together(hidden)].map((group) => serverOf(group[0]!)))]
  const colour = (group: ListenerRow[]) => colours[servers.indexOf(serverOf(group[0]!)) % colours.length]!
  return (
    <table className={classes.answers} aria-label={`Who answers at ${row.view.protocol} ${row.view.port}`}>
      <VisuallyHidden component="thead">
        <tr>
          <th scope="col">Whoever calls</th>
          <th scope="col" colSpan={2}>
            reaches
          </th>
        </tr>
      </VisuallyHidden>
      <tbody>
        {met.map(({ to, how, by }) => (
          <tr key={to[0]}>
            <th scope="row" className={classes.caller}>
              {to.map((name) => (
                <span key={name} className={classes.address}>
                  {calls(name, row.view.port)}
                </span>
              ))}
            </th>
            <td className={classes.arrow} aria-hidden="true">
              →
            </td>
            <td>
              {how === 'nobody' && <div className={`${classes.who} ${classes.nobody}`}>nobody</div>}
              {together(by).map((group, i) => (
                <Server key={group[0]!.key} group={group} colour={colour(group)} before={i > 0 ? (how === 'alternating' ? 'in turn with ' : 'or ') : ''} />
              ))}
            </td>
          </tr>
        ))}
        {hidden.length > 0 && (
          <tr>
            <th scope="row" className={classes.caller}>
              <Text size="sm" c="dimmed">
                nobody’s calls reach
              </Text>
            </th>
            <td className={classes.arrow} aria-hidden="true">
              ⇥
            </td>
            <td>
              {together(hidden).map((group) => (
                <Server key={group[0]!.key} group={group} colour={colour(group)} before="" />
              ))}
            </td>
          </tr>
        )}
      </tbody>
    </table>
  )
}

/** A process that listens twice, for both families say, is one server. */
const serverOf = ({ key, listener }: ListenerRow) => String(listener.pids[0] ?? key)

const nameOf = ({ listener }: ListenerRow) => whoOf([listener]).name

/** Sockets of the same program at the same address count as one: six copies are one line. */
const together = (rows: ListenerRow[]): ListenerRow[][] => [...groups(rows, (row) => `${nameOf(row)} ${row.listener.address}`).values()]

function Server({ group, colour, before }: { group: ListenerRow[]; colour: string; before: string }) {
  const listeners = group.map((row) => row.listener)
  const { name, about } = whoOf(listeners)
  return (
    <div className={classes.who} style={{ '--server': colour } as CSSProperties}>
      <Text size="sm" component="span">
        {before}
        <ParamLink name="selected" value={group[0]!.key} fw={600} c="inherit">
          {name}
        </ParamLink>
        {about && ` (${about})`}
      </Text>
      <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
        listens on {placeOf(listeners[0]!)}
        {group.length > 1 && `, ${plural(group.length, 'socket')}`}
      </Text>
    </div>
  )
}
