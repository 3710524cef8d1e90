import {
  keepPreviousData,
  type QueryClient,
  skipToken,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { api, told } from "./client";
import type { EstimateRequest, Job, JobRequest, Mode, StateName } from "./types";

/** How often to ask when no live connection tells us; the queue stays true without it. */
const SLOW_MS = 15_000;

export type JobFilter = {
  state?: StateName[];
  mode?: Mode;
  q?: string;
  cast?: string;
  order?: "newest" | "queue";
};

export const keys = {
  jobs: ["jobs"] as const,
  clips: ["clips"] as const,
  job: (id: string) => ["job", id] as const,
  queue: ["queue"] as const,
  cast: ["cast"] as const,
  links: (job: string) => ["links", job] as const,
};

export function useJobs(filter: JobFilter, limit = 60) {
  return useQuery({
    queryKey: [...keys.jobs, filter, limit],
    queryFn: () => told(api.GET("/v1/jobs", { params: { query: { ...filter, limit } } })),
    refetchInterval: SLOW_MS,
    placeholderData: keepPreviousData,
  });
}

/** How many clips that name one of these consents wait or run. */
export function useUnfinished(consents: string[]) {
  return useQuery({
    queryKey: ["unfinished", ...consents],
    gcTime: 0, // asked anew whenever it is shown
    queryFn: async () => {
      const state: StateName[] = ["queued", "paused", "running"];
      const pages = consents.map((cast) =>
        told(api.GET("/v1/jobs", { params: { query: { cast, state, limit: 500 } } })),
      );
      return new Set((await Promise.all(pages)).flatMap(({ jobs }) => jobs.map(({ id }) => id))).size;
    },
  });
}

/** What was made, page after page, as many as there are. */
export function useClips(filter: Omit<JobFilter, "state" | "order">, pageSize: number) {
  return useInfiniteQuery({
    queryKey: [...keys.clips, filter],
    queryFn: ({ pageParam }) => {
      const query = { ...filter, state: ["done" as const], limit: pageSize, after: pageParam };
      return told(api.GET("/v1/jobs", { params: { query } }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    refetchInterval: SLOW_MS,
    placeholderData: keepPreviousData,
  });
}

export function useJob(id: string) {
  return useQuery({
    queryKey: keys.job(id),
    queryFn: () => told(api.GET("/v1/jobs/{job}", { params: { path: { job: id } } })),
  });
}

/** The judges' numbers of a finished clip: they never change, and the first answer takes a while. */
export function useQuality(id: string) {
  return useQuery({
    queryKey: ["quality", id],
    queryFn: () => told(api.GET("/v1/jobs/{job}/quality", { params: { path: { job: id } } })),
    staleTime: Infinity,
    retry: false,
    retryOnMount: false,
    refetchOnWindowFocus: false,
  });
}

export function useAsset(id: string | null) {
  return useQuery({
    queryKey: ["asset", id],
    queryFn: () => told(api.GET("/v1/assets/{asset}", { params: { path: { asset: id ?? "" } } })),
    enabled: id !== null,
  });
}

export function useQueue() {
  return useQuery({
    queryKey: keys.queue,
    queryFn: () => told(api.GET("/v1/queue")),
    refetchInterval: SLOW_MS,
  });
}

export function useCast() {
  return useQuery({ queryKey: keys.cast, queryFn: () => told(api.GET("/v1/cast")) });
}

export function useModels() {
  return useQuery({ queryKey: ["models"], queryFn: () => told(api.GET("/v1/models")) });
}

export function useServerSettings() {
  return useQuery({
    queryKey: ["settings"],
    queryFn: () => told(api.GET("/v1/settings")),
    staleTime: Infinity,
  });
}

export function useSession() {
  return useQuery({ queryKey: ["session"], queryFn: () => told(api.GET("/v1/session")) });
}

export function useEstimate(wanted: EstimateRequest, isReady: boolean) {
  return useQuery({
    queryKey: ["estimate", wanted],
    queryFn: () => told(api.POST("/v1/estimate", { body: wanted })),
    enabled: isReady,
    placeholderData: keepPreviousData,
  });
}

/** What of a request will not be heeded; nothing is asked while there is none. */
export function useNotes(wanted: JobRequest | null) {
  return useQuery({
    queryKey: ["notes", wanted],
    queryFn: wanted === null ? skipToken : () => told(api.POST("/v1/notes", { body: wanted })),
    placeholderData: keepPreviousData,
  });
}

export function useLinks(job: string) {
  return useQuery({
    queryKey: keys.links(job),
    queryFn: () => told(api.GET("/v1/jobs/{job}/links", { params: { path: { job } } })),
  });
}

/** Everything that shows jobs asks anew. A next page of clips that is on its way still comes. */
export function refreshJobs(client: QueryClient): void {
  for (const queryKey of [keys.jobs, keys.queue]) void client.invalidateQueries({ queryKey });
  void client.invalidateQueries({ queryKey: keys.clips }, { cancelRefetch: false });
}

/** A change of the queue, after which everything that shows it asks anew. */
export function useQueueAction<Given, Answer>(act: (given: Given) => Promise<Answer>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSettled: () => refreshJobs(client),
  });
}

const path = (job: string) => ({ params: { path: { job } } });

/** What people do to jobs. */
export const actions = {
  keep: (job: string) => told(api.POST("/v1/jobs/{job}/asset", path(job))),
  submit: (given: { request: JobRequest; key: string }): Promise<Job> =>
    told(
      api.POST("/v1/jobs", {
        params: { header: { "Idempotency-Key": given.key } },
        body: { request: given.request, priority: 0, is_paused: false },
      }),
    ),
  cancel: (job: string) => told(api.POST("/v1/jobs/{job}/cancel", path(job))),
  retry: (job: string) => told(api.POST("/v1/jobs/{job}/retry", path(job))),
  clone: (job: string) => told(api.POST("/v1/jobs/{job}/clone", path(job))),
  remove: (job: string) => told(api.DELETE("/v1/jobs/{job}", path(job))),
  hold: (given: { job: string; isPaused: boolean }) =>
    told(
      api.PATCH("/v1/jobs/{job}", { ...path(given.job), body: { is_paused: given.isPaused } }),
    ),
  move: (given: { job: string; before: string | null }) =>
    told(api.POST("/v1/jobs/{job}/move", { ...path(given.job), body: { before: given.before } })),
  pauseQueue: () => told(api.POST("/v1/queue/pause")),
  resumeQueue: () => told(api.POST("/v1/queue/resume")),
};
