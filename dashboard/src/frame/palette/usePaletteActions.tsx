import { useMantineColorScheme } from '@mantine/core'
import type { SpotlightActionGroupData } from '@mantine/spotlight'
import { useNavigate } from 'react-router'
import { may, signOut, useMe } from '~/api/auth'
import { useConversations } from '~/api/conversations'
import { useModels } from '~/api/llm'
import { pageGroups } from '../pages'
import { Icon } from '~/components/icons'

/** Everything the palette offers to this person, for what has been typed so far. */
export function usePaletteActions(query: string): SpotlightActionGroupData[] {
  const navigate = useNavigate()
  const { setColorScheme } = useMantineColorScheme()
  const me = useMe().data
  const mayChat = may(me, 'models')
  const models = useModels(may(me, 'read')).data ?? []
  const conversations = useConversations(query, mayChat).data?.pages[0]?.items ?? []
  if (!me) return []

  const pages = pageGroups(me).flat().map((page) => ({
    id: `page ${page.to}`,
    label: page.label,
    keywords: page.words,
    leftSection: <Icon name={page.icon} />,
    onClick: () => void navigate(page.to),
  }))
  const chats = conversations.map((c) => ({
    id: `conversation ${c.id}`,
    label: c.title || 'Untitled',
    description: c.snippet ?? undefined,
    // The server has already matched title and content.
    keywords: query,
    leftSection: <Icon name="chat" />,
    onClick: () => void navigate(`/chat/${c.id}`),
  }))
  const modelActions = models.map((m) => ({
    id: `model ${m.kind} ${m.name}`,
    label: m.name,
    description: m.backend ? `Chat with it, at ${m.backend}` : 'Chat with it, an alias',
    leftSection: <Icon name="models" />,
    onClick: () => void navigate(mayChat ? `/chat?model=${encodeURIComponent(m.name)}` : '/models'),
  }))
  const actions = [
    ...(mayChat ? [{ id: 'new', label: 'New conversation', keywords: 'chat start', onClick: () => void navigate('/chat') }] : []),
    ...(may(me, 'operate') ? [{ id: 'add', label: 'Add a backend', keywords: 'connect server', onClick: () => void navigate('/backends?add=1') }] : []),
    { id: 'key', label: 'Create a key', keywords: 'api token', onClick: () => void navigate('/keys?add=1') },
    ...(may(me, 'read') ? [{ id: 'codes', label: 'What the doctor’s codes mean', keywords: 'doctor codes help', onClick: () => void navigate('/doctor?tab=codes') }] : []),
    { id: 'docs', label: 'API documentation', keywords: 'docs openapi reference curl endpoints', onClick: () => void navigate('/docs') },
    { id: 'light', label: 'Light colours', keywords: 'theme', onClick: () => setColorScheme('light') },
    { id: 'dark', label: 'Dark colours', keywords: 'theme', onClick: () => setColorScheme('dark') },
    { id: 'auto', label: 'Colours as the system has them', keywords: 'theme', onClick: () => setColorScheme('auto') },
    { id: 'out', label: 'Sign out', keywords: 'leave logout', onClick: () => void signOut() },
  ]
  return [
    { group: 'Pages', actions: pages },
    { group: 'Actions', actions },
    { group: 'Conversations', actions: chats },
    { group: 'Models', actions: modelActions },
  ].filter((g) => g.actions.length > 0)
}
