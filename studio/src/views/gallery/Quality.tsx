import type { UseQueryResult } from "@tanstack/react-query";
import { ApiError } from "../../api/client";
import { useQuality } from "../../api/queries";
import type { Job, Quality as Found } from "../../api/types";
import { useFormats, useWords } from "../../i18n";
import { Failure, Notice, Waiting } from "../../ui/feedback";

type Row = [string, string];

/** From here on dlib takes two faces for those of two people. */
const SOMEBODY_ELSE = 0.6;

/** What independent judges say of a clip; they look at it when somebody first wants to know. */
export function Quality({ job }: { job: Job }) {
  const { t } = useWords();
  const found = useQuality(job.id);
  const rows = useQualityRows(found).filter(([, value]) => value !== "");
  return (
    <section aria-labelledby="quality-title">
      <h2 id="quality-title" className="section-title">
        {t("clip.quality")}
      </h2>
      {found.isPending && (
        <>
          <p className="note">{t("quality.judging")}</p>
          <Waiting count={1} />
        </>
      )}
      {found.isError && <NotJudged found={found} />}
      {found.isSuccess && <p className="note">{t(rows.length > 0 ? "quality.note" : "quality.nothing")}</p>}
      {rows.length > 0 && (
        <dl className="settings">
          {rows.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}

/** Judges that are not installed are nothing that went wrong. */
function NotJudged({ found }: { found: UseQueryResult<Found> }) {
  const { error } = found;
  if (error instanceof ApiError && error.code === "judges_missing") {
    return <Notice kind="plain">{error.message}</Notice>;
  }
  return <Failure error={error} onRetry={() => void found.refetch()} />;
}

/** The judges' numbers as names and values. */
export function useQualityRows(found: UseQueryResult<Found>): Row[] {
  const { t } = useWords();
  const { number, percent } = useFormats();
  const quality = found.data;
  if (quality === undefined) return [];
  const { lag_milliseconds: lag, words_heard: heard } = quality;
  const face = (distance: number | null) => {
    if (distance === null) return t("quality.faceNone");
    const is = distance < SOMEBODY_ELSE ? "quality.faceSame" : "quality.faceOther";
    return t(is, { n: number(distance, 2) });
  };
  const told = (value: number | null, say: (value: number) => string) =>
    value === null ? "" : say(value);
  return [
    ...quality.people.map((person, index): Row => [
      t("quality.faceOf", { who: person.name ?? t("cast.person", { n: index + 1 }) }),
      person.is_compared ? face(person.face_distance) : "",
    ]),
    [t("quality.frames"), told(quality.faces_found, percent)],
    [t("quality.voice"), told(quality.voice_similarity, (n) => t("quality.voiceLike", { n: number(n, 2) }))],
    [t("quality.words"), told(quality.word_error_rate, (n) => t("quality.understood", { n: percent(1 - n) }))],
    [t("quality.heard"), quality.word_error_rate === null ? "" : heard.join(" ") || t("quality.nothingHeard")],
    [t("quality.lips"), told(quality.mouth_correlation, (n) => t("quality.lipsFollow", { n: number(n, 2) }))],
    [
      t("quality.lag"),
      told(lag, (n) => t(n < 0 ? "quality.ahead" : "quality.behind", { n: number(Math.abs(n)) })),
    ],
  ];
}
