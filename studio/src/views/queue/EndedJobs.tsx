import { actions, useQueueAction } from "../../api/queries";
import type { Job } from "../../api/types";
import { useFormats, useWords } from "../../i18n";
import { useLonger } from "../../state/longer";
import { Link } from "../../state/route";
import { IconAction } from "../../ui/controls";
import { sentence } from "../../ui/feedback";
import { Icon, type IconName } from "../../ui/Icon";
import { promptText } from "../gallery/words";
import { useReuse } from "../gallery/useReuse";

const ICONS: Record<string, IconName> = { done: "check", failed: "alert", cancelled: "close" };

/** What ended lately: finished clips lead to the gallery, the others can be tried again. */
export function EndedJobs({ jobs }: { jobs: Job[] }) {
  const { t } = useWords();
  return (
    <section aria-labelledby="ended-title">
      <h2 id="ended-title" className="section-title">
        {t("queue.ended")}
      </h2>
      <ul className="rows">
        {jobs.map((job) => (
          <li key={job.id} className="row">
            <EndedJob job={job} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function EndedJob({ job }: { job: Job }) {
  const { t } = useWords();
  const { moment } = useFormats();
  const retry = useQueueAction(actions.retry);
  const remove = useQueueAction(actions.remove);
  const reuse = useReuse();
  const longer = useLonger();
  const isDone = job.state === "done";
  return (
    <>
      <span className={`row-thumb row-${job.state}`}>
        {job.result?.thumbnail_url ? (
          <img src={job.result.thumbnail_url} alt="" loading="lazy" />
        ) : (
          <Icon name={ICONS[job.state] ?? "alert"} />
        )}
      </span>
      <span className="row-words">
        {isDone ? (
          <Link href={`/gallery/${job.id}`} className="row-prompt">
            {promptText(job)}
          </Link>
        ) : (
          <span className="row-prompt">{promptText(job)}</span>
        )}
        <span className="note">
          №&nbsp;{job.number} · <strong className={`state-${job.state}`}>{t(`state.${job.state}`)}</strong>
          {job.finished !== null && ` · ${moment(job.finished)}`}
        </span>
        {job.error !== null && <span className="row-problem">{job.error.message}</span>}
        {longer.isError && (
          <span className="row-problem" role="alert">
            {sentence(longer.error, t("common.unreachable"), t("common.failed"))}
          </span>
        )}
      </span>
      <span className="row-actions">
        {job.links.retry !== null && (
          <IconAction icon="retry" name={t("queue.retry")} onPress={() => retry.mutate(job.id)} />
        )}
        {longer.canGoOn(job) && (
          <IconAction
            icon="longer"
            name={t("clip.longer")}
            onPress={() => longer.mutate(job)}
            isDisabled={longer.isPending}
          />
        )}
        <IconAction icon="reuse" name={t("clip.reuse")} onPress={() => reuse(job)} />
        {!isDone && (
          <IconAction icon="trash" name={t("queue.forget")} onPress={() => remove.mutate(job.id)} />
        )}
      </span>
    </>
  );
}
