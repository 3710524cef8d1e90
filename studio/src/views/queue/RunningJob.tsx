import { actions, useQueueAction } from "../../api/queries";
import type { Job } from "../../api/types";
import { useFormats, useWords } from "../../i18n";
import type { Key } from "../../i18n/en";
import { Action } from "../../ui/controls";
import { Bar, Failure } from "../../ui/feedback";
import { Moving } from "../../ui/Moving";
import { promptText } from "../gallery/words";

const PHASES = ["check", "load", "generate", "mark", "encode", "sign"] as const;

/** The clip that is being made: its phase, how far, how long still, and what can be seen of it. */
export function RunningJob({ job }: { job: Job }) {
  const { t } = useWords();
  const { seconds, percent } = useFormats();
  const cancel = useQueueAction(actions.cancel);
  const { phase, fraction, seconds_left: left, done, total } = job.progress;
  const words = phase === null ? t("phase.waiting") : phaseWords(t, phase);
  const isEnding = job.is_cancel_requested || cancel.isPending;
  return (
    <article className="running" aria-label={t("queue.running", { n: job.number })}>
      <div className="running-picture">
        {job.preview_url !== null ? (
          <Moving src={job.preview_url} alt={t("queue.preview")} />
        ) : (
          <span className="developing" aria-hidden="true" />
        )}
      </div>
      <div className="running-words">
        <p className="eyebrow">
          {isEnding ? t("queue.ending") : t("queue.now", { n: job.number })}
        </p>
        <p className="running-prompt">{promptText(job)}</p>
        <ol className="phases">
          {PHASES.map((name) => (
            <li key={name} aria-current={name === phase ? "step" : undefined}>
              {t(`phase.${name}`)}
            </li>
          ))}
        </ol>
        <Bar label={t("queue.progress", { n: job.number })} fraction={fraction} />
        <p className="running-numbers">
          <strong>{percent(fraction)}</strong>
          <span>
            {words}
            {total > 1 && done > 0 && ` ${done} / ${total}`}
          </span>
          <span>{left !== null && t("queue.left", { time: seconds(Math.max(left, 1)) })}</span>
        </p>
        <span className="hidden" role="status">
          {t("queue.spoken", { n: job.number, percent: percent(Math.floor(fraction * 10) / 10) })}
        </span>
        {cancel.isError && <Failure error={cancel.error} />}
        <Action icon="close" onPress={() => cancel.mutate(job.id)} isDisabled={isEnding}>
          {t("queue.cancel")}
        </Action>
      </div>
    </article>
  );
}

/** A phase in words; one that this studio does not know is shown as the server calls it. */
function phaseWords(t: (key: Key) => string, phase: string): string {
  const known = PHASES.find((name) => name === phase);
  return known === undefined ? phase : t(`phase.${known}`);
}
