import { NavLink } from '@mantine/core'
import { Link, useLocation } from 'react-router'
import { useMe } from '~/api/auth'
import { Icon } from '~/components/icons'
import { isAt, pageGroups } from './pages'
import classes from './Frame.module.css'

export function Navigation({ onChoose }: { onChoose: () => void }) {
  const me = useMe().data
  const { pathname } = useLocation()
  if (!me) return null
  return (
    <nav aria-label="Pages">
      {pageGroups(me).map((group) => (
        <div key={group[0]!.to} className={classes.group}>
          {group.map((page) => (
            <NavLink
              key={page.to}
              component={Link}
              to={page.to}
              label={page.label}
              leftSection={<Icon name={page.icon} />}
              active={isAt(pathname, page.to)}
              aria-current={isAt(pathname, page.to) ? 'page' : undefined}
              className={classes.link}
              onClick={onChoose}
            />
          ))}
        </div>
      ))}
    </nav>
  )
}
