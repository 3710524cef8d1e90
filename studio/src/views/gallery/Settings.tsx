import { useCast } from "../../api/queries";
import type { Job, JobRequest } from "../../api/types";
import { LANGUAGES, useFormats, useWords } from "../../i18n";
import { pixelsOf } from "../../state/sizes";
import { modeOf } from "./words";

type Row = [string, string];

/** What was asked for, as names and values; the same names for every clip, some without a value. */
export function useSettingsRows(job: Job): Row[] {
  const { t } = useWords();
  const formats = useFormats();
  const members = useCast().data?.members ?? [];
  const request = job.request as Partial<JobRequest>;
  const made = (job.result?.settings ?? {}) as { seed?: number; steps?: number | null };
  const cast = job.cast.map(
    (id) => members.find((member) => member.id === id)?.name ?? id.slice(0, 8),
  );
  const before = job.result?.new_from ?? 0;
  return [
    [t("row.prompt"), request.prompt ?? ""],
    [t("row.mode"), t(modeOf(job))],
    [t("row.continues"), before > 0 ? t("row.continuesClip", { time: formats.seconds(before) }) : ""],
    [t("row.place"), request.place ? t("row.placeGiven") : ""],
    [t("row.cast"), cast.length > 0 ? formats.list(cast) : t("row.nobody")],
    [t("row.model"), request.model ?? ""],
    [t("row.size"), pixelsOf(job.result?.size ?? request.size ?? "")],
    [t("row.length"), formats.seconds(job.result?.seconds ?? request.seconds ?? 0)],
    [t("row.seed"), String(made.seed ?? request.seed ?? "")],
    [t("row.steps"), String(made.steps ?? request.steps ?? t("shot.stepsUsual"))],
    [t("shot.label"), request.label ? LANGUAGES[request.label] : t("shot.labelNone")],
  ];
}

/** What making it took: differs between any two clips. */
export function useMakingRows(job: Job): Row[] {
  const { t } = useWords();
  const formats = useFormats();
  const work = Object.values(job.result?.stage_seconds ?? {}).reduce((a, b) => a + b, 0);
  return [
    [t("row.took"), job.result ? formats.seconds(work) : ""],
    [t("row.memory"), job.result ? formats.bytes(job.result.peak_memory_bytes) : ""],
    [t("row.machine"), job.result ? `${job.result.device} · ${job.result.compute}` : ""],
    [t("row.made"), job.finished ? formats.moment(job.finished) : ""],
  ];
}

export function Settings({ job }: { job: Job }) {
  const rows = [...useSettingsRows(job), ...useMakingRows(job)];
  return (
    <dl className="settings">
      {rows.filter(([, value]) => value !== "").map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
