import { useAsset } from "../../api/queries";
import { useFormats, useWords } from "../../i18n";
import { useDraft } from "../../state/draft";
import { Action, IconAction } from "../../ui/controls";
import { Failure } from "../../ui/feedback";

/** The clip that the draft goes on from: to be looked at, and to be let go of. */
export function GoesOn({ id }: { id: string }) {
  const { t } = useWords();
  const { seconds } = useFormats();
  const { change } = useDraft();
  const clip = useAsset(id);
  const remove = () => change({ continues: null });
  return (
    <section className="slot" aria-labelledby="goeson-title">
      <h2 id="goeson-title" className="label">
        {t("longer.title")}
      </h2>
      {clip.isError && (
        <>
          <Failure error={clip.error} />
          <Action onPress={remove}>{t("longer.remove")}</Action>
        </>
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
