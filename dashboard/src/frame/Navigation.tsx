import { NavLink, VisuallyHidden } from '@mantine/core'
import { Link, useLocation } from 'react-router'
import { useMe } from '~/api/auth'
import { Icon } from '~/components/icons'
import { useProblems } from './DoctorMark'
import { isAt, pageGroups } from './pages'
import classes from './Frame.module.css'

export function Navigation({ onChoose }: { onChoose: () => void }) {
  const me = useMe().data
  const { pathname } = useLocation()
  const problems = useProblems()
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
              rightSection={page.to === '/doctor' && problems > 0 && <Count problems={problems} />}
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

const Count = ({ problems }: { problems: number }) => (
  <span className={classes.count}>
    {problems}
    <VisuallyHidden> {problems === 1 ? 'problem' : 'problems'}</VisuallyHidden>
  </span>
)
