/** Roles, each including the next, with what they are for. */
export const roles = [
  { value: 'admin', label: 'admin', about: 'everything: users, keys of others, audit, settings' },
  { value: 'operator', label: 'operator', about: 'backends, services and fixes' },
  { value: 'member', label: 'member', about: 'models, chat and uploads; sees the own usage' },
  { value: 'viewer', label: 'viewer', about: 'looks at pages and state; calls no models' },
]
