import { createBrowserRouter, redirect } from 'react-router'
import { PageFailed } from './frame/PageFailed'
import { Frame } from './frame/Frame'
import { RequireUser } from './frame/RequireUser'
import { SkeletonRows } from './components/Async'

/** Every page is a chunk of its own. */
export const router = createBrowserRouter([
  { path: '/sign-in', errorElement: <PageFailed />, lazy: () => import('./pages/sign-in/SignInPage') },
  {
    element: (
      <RequireUser>
        <Frame />
      </RequireUser>
    ),
    errorElement: <PageFailed />,
    hydrateFallbackElement: <SkeletonRows rows={3} />,
    children: [
      {
        errorElement: <PageFailed />,
        children: [
          { index: true, lazy: () => import('./pages/overview/OverviewPage') },
          { path: '/chat/:id?', lazy: () => import('./pages/chat/ChatPage') },
          { path: '/models', lazy: () => import('./pages/models/ModelsPage') },
          { path: '/backends', lazy: () => import('./pages/backends/BackendsPage') },
          { path: '/llm-test', lazy: () => import('./pages/llm-test/LlmTestPage') },
          { path: '/machine', lazy: () => import('./pages/machine/MachinePage') },
          { path: '/ports', lazy: () => import('./pages/ports/PortsPage') },
          { path: '/doctor', lazy: () => import('./pages/doctor/DoctorPage') },
          { path: '/docs/doctor/:code', loader: ({ params }) => redirect(`/doctor?tab=codes&code=${params.code}`) },
          { path: '/usage', lazy: () => import('./pages/usage/UsagePage') },
          { path: '/keys', lazy: () => import('./pages/keys/KeysPage') },
          { path: '/users', lazy: () => import('./pages/users/UsersPage') },
          { path: '/audit', lazy: () => import('./pages/audit/AuditPage') },
          { path: '/settings', lazy: () => import('./pages/settings/SettingsPage') },
          { path: '/docs', lazy: () => import('./pages/docs/DocsPage') },
          { path: '*', lazy: () => import('./pages/not-found/NotFoundPage') },
        ],
      },
    ],
  },
])
