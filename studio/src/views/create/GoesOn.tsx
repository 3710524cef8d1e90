import { ApiError } from "../../api/client";
import { useAsset } from "../../api/queries";
import { useFormats, useWords } from "../../i18n";
import { useDraft } from "../../state/draft";
import { Action, IconAction } from "../../ui/controls";
import { Notice, sentence } from "../../ui/feedback";

/** The clip that the draft goes on from: to be looked at, and to be let go of. */
export function GoesOn({ id }: { id: string }) {
  const { t } = useWords();
  const { seconds } = useFormats();
  const { change } = useDraft();
  const clip = useAsset(id);
  const isGone = clip.error instanceof ApiError && clip.error.status === 404;
  const remove = () => change({ continues: null });
  return (
    <section className="slot" aria-labelledby="goeson-title">
      <h2 id="goeson-title" className="label">
        {t("longer.title")}
      </h2>
      {clip.isError && (
        <Notice kind="problem" action={<Action onPress={remove}>{t("longer.remove")}</Action>}>
          {isGone ? t("longer.gone") : sentence(clip.error, t("common.unreachable"), t("common.failed"))}
        </Notice>
      )}
      {clip.data && (
        <div className="slot-kept">
          <video src={clip.data.url} controls playsInline aria-label={t("longer.title")} />
          <div>
            <strong>{clip.data.name}</strong>
            <span className="note">{t("longer.note", { time: seconds(clip.data.seconds ?? 0) })}</span>
          </div>
          <IconAction icon="close" name={t("longer.remove")} onPress={remove} />
        </div>
      )}
    </section>
  );
}
