import { may, type Permission } from '~/api/auth'
import type { Me } from '~/api/types'
import type { IconName } from '~/components/icons'

export interface PageLink {
  to: string
  label: string
  icon: IconName
  /** Also found by these words. */
  words: string
  needs?: Permission
}

const groups: PageLink[][] = [
  [
    { to: '/', label: 'Overview', icon: 'overview', words: 'home dashboard live', needs: 'read' },
    { to: '/chat', label: 'Chat', icon: 'chat', words: 'conversation ask talk', needs: 'models' },
  ],
  [
    { to: '/models', label: 'Models', icon: 'models', words: 'list names capabilities', needs: 'read' },
    { to: '/backends', label: 'Backends', icon: 'backends', words: 'servers ollama openai anthropic aliases connect', needs: 'read' },
    { to: '/llm-test', label: 'LLM test', icon: 'flask', words: 'generate prompt online offline status', needs: 'read' },
  ],
  [
    { to: '/machine', label: 'Machine', icon: 'machine', words: 'cpu processors memory disk network gpu graphics temperature processes history system', needs: 'read' },
    { to: '/ports', label: 'Ports', icon: 'ports', words: 'listeners sockets conflicts address in use localhost netstat ss who answers', needs: 'read' },
    { to: '/doctor', label: 'Doctor', icon: 'doctor', words: 'health check findings problems offline slow why diagnose fix codes', needs: 'read' },
  ],
  [{ to: '/usage', label: 'Usage', icon: 'usage', words: 'tokens cost latency requests report csv' }],
  [
    { to: '/keys', label: 'Keys', icon: 'keys', words: 'api token limits' },
    { to: '/users', label: 'Users', icon: 'users', words: 'roles people accounts', needs: 'admin' },
    { to: '/audit', label: 'Audit', icon: 'audit', words: 'log security who', needs: 'admin' },
    { to: '/settings', label: 'Settings', icon: 'settings', words: 'configuration password sessions theme' },
  ],
]

/** Whether an address is a page's, or something in it. */
export const isAt = (pathname: string, to: string) => (to === '/' ? pathname === '/' : pathname === to || pathname.startsWith(`${to}/`))

/** The page at an address, if it has a place in the navigation. */
export const pageAt = (pathname: string): PageLink | undefined => groups.flat().find((page) => isAt(pathname, page.to))

/** The pages that this person may see, in groups. */
export const pageGroups = (me: Me): PageLink[][] =>
  groups.map((group) => group.filter((page) => !page.needs || may(me, page.needs))).filter((group) => group.length > 0)
