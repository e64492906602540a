import { useMutation, useQuery } from '@tanstack/react-query'
import { api, body } from './client'
import { queryClient } from './queryClient'
import { whole, type DoctorReport, type FixInput } from './types'

const doctorKey = ['doctor']

/** What the doctor found when it last looked; while it looks, asked for more often. */
export function useDoctor(enabled = true) {
  return useQuery({
    queryKey: doctorKey,
    queryFn: ({ signal }) => body(api.GET('/api/doctor', { signal })),
    // The feed tells of each examination; this is for when it cannot.
    refetchInterval: (query) => (query.state.data?.running ? 1_000 : 60_000),
    enabled,
  })
}

export function useDoctorRun() {
  return useMutation({
    mutationKey: ['doctor-run'],
    mutationFn: () => body(api.POST('/api/doctor/run')),
    onSuccess: (report: DoctorReport) => queryClient.setQueryData(doctorKey, report),
  })
}

/** Without a token a plan of what would be done; with the plan's token it is done. */
export function useDoctorFix() {
  return useMutation({
    mutationFn: (input: FixInput) => body(api.POST('/api/doctor/fix', { body: whole(input) })),
    onSettled: (_answer, _error, input) => {
      if (!input.dryRun) for (const queryKey of [doctorKey, ['ports'], ['backends'], ['llm']]) void queryClient.invalidateQueries({ queryKey })
    },
  })
}

export function useDoctorCodes() {
  return useQuery({ queryKey: ['doctor-codes'], queryFn: ({ signal }) => body(api.GET('/api/doctor/codes', { signal })), staleTime: 600_000 })
}

/** What a fix would do now; made anew each time that it is shown. */
export function useFixPlan(code: string, target: string) {
  return useQuery({
    queryKey: ['doctor-plan', code, target],
    queryFn: ({ signal }) => body(api.POST('/api/doctor/fix', { body: { code, target, dryRun: true }, signal })),
    gcTime: 0,
    staleTime: Infinity,
    refetchOnWindowFocus: false,
    retry: false,
  })
}
