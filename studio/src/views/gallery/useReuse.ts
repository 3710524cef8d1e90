import type { Job, JobRequest } from "../../api/types";
import { draftOf, useDraft } from "../../state/draft";
import { useRoute } from "../../state/route";

/** "Use these settings": an earlier clip's request becomes the draft, in the size that was made. */
export function useReuse(): (job: Job) => void {
  const { replace } = useDraft();
  const { go } = useRoute();
  return (job) => {
    const request = job.request as Partial<JobRequest>;
    replace(draftOf({ ...request, size: job.result?.size ?? request.size ?? null }));
    go("/");
  };
}
