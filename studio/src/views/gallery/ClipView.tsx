import { useState } from "react";
import { ApiError } from "../../api/client";
import { actions, useJob, useQueueAction } from "../../api/queries";
import type { Job } from "../../api/types";
import { useFormats, useWords } from "../../i18n";
import { vttOf } from "../../state/captions";
import { useLonger } from "../../state/longer";
import { Link, useRoute } from "../../state/route";
import { Action } from "../../ui/controls";
import { Empty, Failure, Notes, Waiting } from "../../ui/feedback";
import { Icon } from "../../ui/Icon";
import { Page } from "../../ui/Page";
import { Player } from "../../ui/Player";
import { Ask } from "../../ui/Sheet";
import { ClipProof } from "./ClipProof";
import { Quality } from "./Quality";
import { Settings } from "./Settings";
import { Sharing } from "./Sharing";
import { useReuse } from "./useReuse";
import { captionsOf, promptText } from "./words";

/** One clip: played, looked into, handed on, or made again. */
export function ClipView({ id }: { id: string }) {
  const { t } = useWords();
  const job = useJob(id);
  const isGone = job.error instanceof ApiError && job.error.status === 404;
  return (
    <Page title={job.data ? t("clip.title", { n: job.data.number }) : t("gallery.title")}>
      <Link href="/gallery" className="quiet-link">
        <Icon name="back" size={18} /> {t("clip.back")}
      </Link>
      {job.isPending && <Waiting count={1} shape="frame" />}
      {job.isError && isGone && <Empty title={t("missing.words")} />}
      {job.isError && !isGone && <Failure error={job.error} onRetry={() => void job.refetch()} />}
      {job.data && (job.data.result ? <Clip job={job.data} /> : <Unfinished job={job.data} />)}
    </Page>
  );
}

function Clip({ job }: { job: Job }) {
  const { t } = useWords();
  const result = job.result;
  if (result === null) return null;
  return (
    <div className="clip">
      <div className="clip-stage">
        <Player
          cues={captionsOf(job)}
          src={result.url}
          poster={result.thumbnail_url ?? ""}
          controls
          loop
          aria-label={promptText(job)}
        />
        <p className="clip-prompt">{promptText(job)}</p>
        <Notes label={t("clip.notes")} notes={result.notes ?? []} />
        <ClipActions job={job} />
      </div>
      <div className="clip-facts">
        <ClipProof job={job} />
        <section aria-labelledby="settings-title">
          <h2 id="settings-title" className="section-title">
            {t("clip.settings")}
          </h2>
          <Settings job={job} />
        </section>
        <Quality job={job} />
      </div>
    </div>
  );
}

function ClipActions({ job }: { job: Job }) {
  const { t } = useWords();
  const { bytes } = useFormats();
  const { go } = useRoute();
  const reuse = useReuse();
  const longer = useLonger();
  const again = useQueueAction(actions.clone);
  const remove = useQueueAction(actions.remove);
  const [isAsking, setAsking] = useState(false);
  const [isSharing, setSharing] = useState(false);
  const cues = captionsOf(job);
  return (
    <div className="clip-actions">
      <a className="button button-primary" href={`${job.result?.url}?download=true`} download>
        <Icon name="download" size={18} />
        <span>
          {t("clip.download")} · {bytes(job.result?.bytes ?? 0)}
        </span>
      </a>
      <Action icon="link" onPress={() => setSharing(true)}>
        {t("clip.share")}
      </Action>
      {longer.canGoOn(job) && (
        <Action icon="longer" onPress={() => longer.mutate(job)} isPending={longer.isPending}>
          {t("clip.longer")}
        </Action>
      )}
      <Action icon="reuse" onPress={() => reuse(job)}>
        {t("clip.reuse")}
      </Action>
      <Action
        icon="retry"
        onPress={() => again.mutate(job.id, { onSuccess: () => go("/queue") })}
      >
        {t("clip.again")}
      </Action>
      {cues.length > 0 && (
        <a
          className="button button-quiet"
          href={`data:text/vtt;charset=utf-8,${encodeURIComponent(vttOf(cues))}`}
          download={`retrat-${job.number}.vtt`}
        >
          <Icon name="captions" size={18} />
          <span>{t("clip.captions")}</span>
        </a>
      )}
      <Action look="quiet" icon="trash" onPress={() => setAsking(true)}>
        {t("clip.delete")}
      </Action>
      {[longer, again, remove].map((act, index) => act.isError && <Failure key={index} error={act.error} />)}
      <Sharing job={job} isOpen={isSharing} onClose={() => setSharing(false)} />
      <Ask
        title={t("clip.deleteTitle")}
        question={t("clip.deleteQuestion")}
        yes={t("clip.delete")}
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        onYes={() => remove.mutate(job.id, { onSuccess: () => go("/gallery") })}
      />
    </div>
  );
}

function Unfinished({ job }: { job: Job }) {
  const { t } = useWords();
  return (
    <Empty
      title={t(`state.${job.state}`)}
      action={
        <Link href="/queue" className="button button-plain">
          {t("nav.queue")}
        </Link>
      }
    >
      {job.error?.message ?? promptText(job)}
    </Empty>
  );
}
