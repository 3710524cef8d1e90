import type { Job, JobRequest } from "../../api/types";
import { draftOf, useDraft } from "../../state/draft";
import { useRoute } from "../../state/route";

/** "Use these settings": an earlier clip's request becomes the draft. */
export function useReuse(): (job: Job) => void {
  const { replace } = useDraft();
  const { go } = useRoute();
  return (job) => {
    replace(draftOf(job.request as Partial<JobRequest>));
    go("/");
  };
}
