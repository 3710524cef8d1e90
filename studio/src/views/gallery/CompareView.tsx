import { useRef } from "react";
import { useJob } from "../../api/queries";
import type { Job } from "../../api/types";
import { useWords } from "../../i18n";
import { Link, useRoute } from "../../state/route";
import { Action } from "../../ui/controls";
import { Failure, Waiting } from "../../ui/feedback";
import { Page } from "../../ui/Page";
import { useSettingsRows } from "./Settings";
import { promptText } from "./words";

/** Two clips beside each other: played together, with what differs marked. */
export function CompareView() {
  const { t } = useWords();
  const { route } = useRoute();
  const a = useJob(route.query.get("a") ?? "");
  const b = useJob(route.query.get("b") ?? "");
  const failed = [a, b].find((query) => query.isError);
  return (
    <Page title={t("compare.title")}>
      <Link href="/gallery" className="quiet-link">
        {t("clip.back")}
      </Link>
      {failed && <Failure error={failed.error} />}
      {(a.isPending || b.isPending) && <Waiting count={2} shape="frame" />}
      {a.data && b.data && <Pair a={a.data} b={b.data} />}
    </Page>
  );
}

function Pair({ a, b }: { a: Job; b: Job }) {
  const { t } = useWords();
  const players = useRef<(HTMLVideoElement | null)[]>([]);
  const rows = [useSettingsRows(a), useSettingsRows(b)] as const;
  const playBoth = () => {
    for (const player of players.current) {
      if (player === null) continue;
      player.currentTime = 0;
      void player.play();
    }
  };
  return (
    <>
      <div className="compare">
        {[a, b].map((job, index) => (
          <figure key={job.id} className="compare-side">
            <video
              ref={(player) => {
                players.current[index] = player;
              }}
              src={job.result?.url}
              poster={job.result?.thumbnail_url ?? ""}
              controls
              playsInline
              muted={index === 1}
              aria-label={`${"AB"[index]}: ${promptText(job)}`}
            />
            <figcaption>
              <strong className="compare-letter">{"AB"[index]}</strong> {promptText(job)}
            </figcaption>
          </figure>
        ))}
      </div>
      <Action look="primary" icon="play" onPress={playBoth}>
        {t("compare.play")}
      </Action>
      <table className="differences">
        <caption className="hidden">{t("clip.settings")}</caption>
        <thead>
          <tr>
            <th scope="col">
              <span className="hidden">{t("clip.settings")}</span>
            </th>
            <th scope="col">A</th>
            <th scope="col">B</th>
          </tr>
        </thead>
        <tbody>
          {rows[0].map(([name, value], index) => {
            const other = rows[1][index]?.[1] ?? "";
            return (
              <tr key={name} className={value === other ? "" : "is-different"}>
                <th scope="row">{name}</th>
                <td>{value}</td>
                <td>
                  {other}
                  {value !== other && <span className="hidden"> ({t("compare.differs")})</span>}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </>
  );
}
