import { useMutation } from "@tanstack/react-query";
import { actions, useAsset, useServerSettings } from "../api/queries";
import type { Job, JobRequest } from "../api/types";
import { draftAfter, useDraft } from "./draft";
import { useRoute } from "./route";

const STEP_SECONDS = 0.5;

/** How many seconds may follow what lasts so long; a new clip follows nothing. */
export function useRoom(): (before: number) => number {
  const limits = useServerSettings().data?.limits;
  return (before) => {
    const longest = limits?.longest_seconds ?? 10;
    const left = (limits?.longest_joined_seconds ?? 30) - before;
    return Math.min(longest, Math.floor(left / STEP_SECONDS) * STEP_SECONDS);
  };
}

/** How many seconds the draft may have. */
export function useLongest(): number {
  const room = useRoom();
  const { draft } = useDraft();
  return room(useAsset(draft.continues).data?.seconds ?? 0);
}

/** "Make it longer": the clip becomes a file, and the draft what comes after it. */
export function useLonger() {
  const { replace } = useDraft();
  const { go } = useRoute();
  const room = useRoom();
  const shortest = useServerSettings().data?.limits.shortest_seconds ?? 1;
  const roomAfter = (job: Job) => room(job.result?.seconds ?? 0);
  const keep = useMutation({
    mutationFn: (job: Job) => actions.keep(job.id),
    onSuccess: (clip, job) => {
      replace(draftAfter(job.request as Partial<JobRequest>, clip, roomAfter(job)));
      go("/");
    },
  });
  const canGoOn = (job: Job) => job.result !== null && roomAfter(job) >= shortest;
  return { ...keep, canGoOn };
}
