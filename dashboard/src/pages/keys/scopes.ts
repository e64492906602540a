/** What a key can be allowed, in words; never more than its owner may. */
export const scopes = [
  { name: 'models', label: 'Call models', about: 'chat, completions, embeddings' },
  { name: 'uploads', label: 'Upload files', about: 'send and read its own' },
  { name: 'knowledge', label: 'Use knowledge', about: 'search and ask' },
  { name: 'read', label: 'Look', about: 'pages and state' },
  { name: 'operate', label: 'Operate', about: 'backends and services' },
  { name: 'admin', label: 'Administer', about: 'users, keys of others, audit' },
]
