import { Button, GridList, GridListItem, useDragAndDrop } from "react-aria-components";
import { actions, useQueueAction } from "../../api/queries";
import type { Job, JobPage } from "../../api/types";
import { useFormats, useWords } from "../../i18n";
import { pixelsOf } from "../../state/sizes";
import { IconAction } from "../../ui/controls";
import { Failure } from "../../ui/feedback";
import { Icon } from "../../ui/Icon";
import { modeOf, promptText } from "../gallery/words";
import { useReuse } from "../gallery/useReuse";

/** What waits, in order. Dragged by pointer or keyboard, or moved one place with its buttons. */
export function WaitingJobs({ page }: { page: JobPage }) {
  const { t } = useWords();
  const move = useQueueAction(actions.move);
  const jobs = page.jobs;
  const { dragAndDropHooks } = useDragAndDrop({
    getItems: (ids) => [...ids].map((id) => ({ "text/plain": String(id) })),
    onReorder: (event) => {
      const moved = String([...event.keys][0]);
      const rest = jobs.filter((job) => job.id !== moved);
      const target = rest.findIndex((job) => job.id === event.target.key);
      const before = rest[event.target.dropPosition === "before" ? target : target + 1];
      move.mutate({ job: moved, before: before?.id ?? null });
    },
  });
  return (
    <section className="waitinglist" aria-labelledby="waiting-title">
      <h2 id="waiting-title" className="section-title">
        {t("queue.waiting")} <span className="count">{page.total}</span>
      </h2>
      {move.isError && <Failure error={move.error} />}
      <GridList
        aria-label={t("queue.waiting")}
        items={jobs}
        dependencies={[jobs]}
        dragAndDropHooks={dragAndDropHooks}
        className="rows"
      >
        {(job) => (
          <GridListItem id={job.id} textValue={promptText(job)} className="row">
            <WaitingJob job={job} jobs={jobs} onMove={move.mutate} />
          </GridListItem>
        )}
      </GridList>
      {page.next !== null && <p className="note">{t("queue.more", { n: page.total })}</p>}
    </section>
  );
}

function WaitingJob({
  job,
  jobs,
  onMove,
}: {
  job: Job;
  jobs: Job[];
  onMove: (move: { job: string; before: string | null }) => void;
}) {
  const { t } = useWords();
  const { seconds } = useFormats();
  const cancel = useQueueAction(actions.cancel);
  const hold = useQueueAction(actions.hold);
  const reuse = useReuse();
  const at = jobs.indexOf(job);
  const isPaused = job.state === "paused";
  return (
    <>
      <Button slot="drag" className="row-handle" aria-label={t("queue.drag")}>
        <Icon name="drag" />
      </Button>
      <span className="row-place">{at + 1}</span>
      <span className="row-words">
        <span className="row-prompt">{promptText(job)}</span>
        <span className="note">
          №&nbsp;{job.number} · {t(modeOf(job))}
          {typeof job.request.size === "string" && ` · ${pixelsOf(job.request.size)}`}
          {typeof job.request.seconds === "number" && ` · ${seconds(job.request.seconds)}`}
          {isPaused && ` · ${t("state.paused")}`}
        </span>
      </span>
      <span className="row-actions">
        <IconAction
          icon="up"
          name={t("queue.up")}
          isDisabled={at === 0}
          onPress={() => onMove({ job: job.id, before: jobs[at - 1]?.id ?? null })}
        />
        <IconAction
          icon="down"
          name={t("queue.down")}
          isDisabled={at === jobs.length - 1}
          onPress={() => onMove({ job: job.id, before: jobs[at + 2]?.id ?? null })}
        />
        <IconAction
          icon={isPaused ? "play" : "pause"}
          name={isPaused ? t("queue.release") : t("queue.hold")}
          onPress={() => hold.mutate({ job: job.id, isPaused: !isPaused })}
        />
        <IconAction icon="reuse" name={t("clip.reuse")} onPress={() => reuse(job)} />
        <IconAction icon="close" name={t("queue.cancel")} onPress={() => cancel.mutate(job.id)} />
      </span>
    </>
  );
}
