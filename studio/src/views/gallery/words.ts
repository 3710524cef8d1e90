import type { Job } from "../../api/types";

/** What a clip is called in lists. */
export function promptText(job: Job): string {
  const { title, prompt } = job.request as { title?: string | null; prompt?: string };
  return title || prompt || job.id;
}
