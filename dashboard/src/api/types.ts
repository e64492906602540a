import type { paths } from './schema'

type Method = 'get' | 'post' | 'patch' | 'put'

type Operation<P extends keyof paths, M extends Method> = paths[P] extends Record<M, infer O> ? O : never

type JsonOf<R> = R extends { content: { 'application/json': infer B } } ? B : never

/** Body of a good answer of a path. */
export type Reply<P extends keyof paths, M extends Method = 'get'> =
  Operation<P, M> extends { responses: infer R } ? JsonOf<R[keyof R & (200 | 201 | 202)]> : never

/** What may be null may as well be left out: the server reads both alike. */
type Sparse<T> = { [K in keyof T as null extends T[K] ? never : K]: T[K] } & { [K in keyof T as null extends T[K] ? K : never]?: T[K] }

type Whole<P extends keyof paths, M extends Method> = Operation<P, M> extends { requestBody?: infer R } ? JsonOf<NonNullable<R>> : never

/** Body that a path takes. */
export type Input<P extends keyof paths, M extends Method = 'post'> = Sparse<NonNullable<Whole<P, M>>>

/** The body as the generated client wants it, with all that was left out. */
export const whole = <T>(input: Sparse<NonNullable<T>>) => input as NonNullable<T>

export type Me = Reply<'/api/auth/me'>
export type Session = Reply<'/api/auth/sessions'>['items'][number]
export type LlmStatus = Reply<'/api/llm/status'>
export type Model = Reply<'/api/llm/models'>['items'][number]
export type LocalModels = Reply<'/api/models/local'>
export type LocalModel = LocalModels['items'][number]
export type LocalModelDetails = Reply<'/api/models/local/{name}'>
export type EngineView = Reply<'/api/engine'>
export type LoadedModel = EngineView['models'][number]
export type Pull = Reply<'/api/models/pulls'>['items'][number]
export type PullInput = Input<'/api/models/pull'>
export type Generated = Reply<'/api/llm/generate', 'post'>
export type Backend = Reply<'/api/backends'>['items'][number]
export type BackendInput = Input<'/api/backends'>
export type BackendTest = Reply<'/api/backends/{name}/test', 'post'>
export type Alias = Reply<'/api/aliases'>['items'][number]
export type ConversationSummary = Reply<'/api/conversations'>['items'][number]
export type Conversation = Reply<'/api/conversations/{id}'>
export type Message = Conversation['messages'][number]
export type MessageInput = Input<'/api/conversations/{id}/messages'>
export type MessageImage = NonNullable<MessageInput['images']>[number]
export type Usage = Reply<'/api/usage'>
export type UsageGroup = Usage['items'][number]
export type UsageRequest = Reply<'/api/usage/requests'>['items'][number]
export type Key = Reply<'/api/keys'>['items'][number]
export type KeyInput = Input<'/api/keys'>
export type CreatedKey = Reply<'/api/keys', 'post'>
export type User = Reply<'/api/users'>['items'][number]
export type AuditEntry = Reply<'/api/audit'>['items'][number]
export type Setting = Reply<'/api/settings'>['items'][number]
export type Overview = Reply<'/api/usage/live'>
export type OverviewSeries = Overview['all']
export type MachineStats = Reply<'/api/system/stats'>
export type MachineHistory = Reply<'/api/system/history'>
export type Gpu = MachineStats['gpus'][number]
export type Disk = MachineStats['disks'][number]
export type MachineProcess = Reply<'/api/system/processes'>['items'][number]
export type PortsReport = Reply<'/api/system/ports'>
export type PortListener = PortsReport['items'][number]
export type PortProcess = PortListener['holders'][number]
export type PortView = PortsReport['ports'][number]
export type PortTrouble = PortView['conflicts'][number]
export type DoctorReport = Reply<'/api/doctor'>
export type Finding = DoctorReport['findings'][number]
export type DoctorCode = Reply<'/api/doctor/codes'>[number]
export type FixAnswer = Reply<'/api/doctor/fix', 'post'>
export type FixInput = Input<'/api/doctor/fix'>
