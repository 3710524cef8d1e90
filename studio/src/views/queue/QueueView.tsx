import { actions, useJobs, useQueue, useQueueAction } from "../../api/queries";
import type { Job, JobPage, StateName } from "../../api/types";
import { useWords } from "../../i18n";
import { Link } from "../../state/route";
import { Action } from "../../ui/controls";
import { Empty, Failure, Notice, Waiting } from "../../ui/feedback";
import { Page } from "../../ui/Page";
import { EndedJobs } from "./EndedJobs";
import { RunningJob } from "./RunningJob";
import { WaitingJobs } from "./WaitingJobs";

/** What is being made, what comes next, and what ended lately. */
export function QueueView() {
  const { t } = useWords();
  const running = useJobs({ state: ["running"] });
  const waiting = useJobs({ state: ["queued", "paused"], order: "queue" }, 200);
  const ended = useJobs({ state: ["done", "failed", "cancelled"] }, 12);
  const next = inState(waiting.data, "queued", "paused");
  const all = [running, waiting, ended];
  const failed = all.find((query) => query.isError);
  const isEmpty = all.every((query) => query.data?.jobs.length === 0);
  return (
    <Page title={t("queue.title")} actions={<QueueSwitch />}>
      {failed && <Failure error={failed.error} onRetry={() => void failed.refetch()} />}
      {all.some((query) => query.isPending) && !failed && <Waiting />}
      {isEmpty && (
        <Empty
          title={t("queue.emptyTitle")}
          action={
            <Link href="/" className="button button-primary">
              {t("queue.emptyAction")}
            </Link>
          }
        >
          {t("queue.empty")}
        </Empty>
      )}
      {inState(running.data, "running").map((job) => <RunningJob key={job.id} job={job} />)}
      {waiting.data && next.length > 0 && <WaitingJobs page={{ ...waiting.data, jobs: next }} />}
      {ended.data && ended.data.jobs.length > 0 && <EndedJobs jobs={ended.data.jobs} />}
    </Page>
  );
}

/** Those that still are what the list is of: events tell before the list is asked for anew. */
function inState(page: JobPage | undefined, ...states: StateName[]): Job[] {
  return (page?.jobs ?? []).filter((job) => states.includes(job.state));
}

/** Holds the whole queue: what runs runs on, nothing new begins. */
function QueueSwitch() {
  const { t } = useWords();
  const queue = useQueue().data;
  const pause = useQueueAction(actions.pauseQueue);
  const resume = useQueueAction(actions.resumeQueue);
  if (queue === undefined) return null;
  const hasWorker = queue.workers.some((worker) => worker.state !== "stopped");
  return (
    <>
      {!hasWorker && <Notice kind="problem">{t("queue.noWorker")}</Notice>}
      <Action
        icon={queue.is_paused ? "play" : "pause"}
        onPress={() => (queue.is_paused ? resume : pause).mutate(undefined)}
      >
        {queue.is_paused ? t("queue.resume") : t("queue.pause")}
      </Action>
    </>
  );
}
