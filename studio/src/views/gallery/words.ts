import type { Job } from "../../api/types";
import type { Key } from "../../i18n/en";
import { cuesOf, type Cue } from "../../state/captions";

/** What a clip is called in lists. */
export function promptText(job: Job): string {
  const { title, prompt } = job.request as { title?: string | null; prompt?: string };
  return title || prompt || job.id;
}

/** What it is made from, as the name of that in words; what goes on is made from a clip. */
export function modeOf(job: Job): Key {
  const isLonger = job.mode === "image" && Boolean(job.request.continues);
  return isLonger ? "mode.clip" : `mode.${job.mode}`;
}

/** Its spoken words as captions: none where a recording speaks, or nobody. */
export function captionsOf(job: Job): Cue[] {
  const { prompt, has_sound: hasSound } = job.request as { prompt?: string; has_sound?: boolean };
  if (job.result === null || job.mode === "audio" || hasSound === false) return [];
  return cuesOf(prompt ?? "", job.result.seconds, job.result.new_from);
}
