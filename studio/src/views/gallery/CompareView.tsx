import { useState } from "react";
import { Slider, SliderOutput, SliderThumb, SliderTrack } from "react-aria-components";
import { useJob } from "../../api/queries";
import type { Job } from "../../api/types";
import { useFormats, useWords } from "../../i18n";
import { Link, useRoute } from "../../state/route";
import { Action, Choice } from "../../ui/controls";
import { Failure, Waiting } from "../../ui/feedback";
import { Icon } from "../../ui/Icon";
import { Page } from "../../ui/Page";
import { Player } from "../../ui/Player";
import { Differences } from "./Differences";
import { usePair } from "./usePair";
import { captionsOf, promptText } from "./words";

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
        <Icon name="back" size={18} /> {t("clip.back")}
      </Link>
      {failed && <Failure error={failed.error} />}
      {!failed && (a.isPending || b.isPending) && <Waiting count={2} shape="frame" />}
      {a.data && b.data && <Pair a={a.data} b={b.data} />}
    </Page>
  );
}

function Pair({ a, b }: { a: Job; b: Job }) {
  const { t } = useWords();
  const pair = usePair();
  const [heard, setHeard] = useState<"A" | "B">("A");
  const sides = [
    { letter: "A", job: a, player: pair.a },
    { letter: "B", job: b, player: pair.b },
  ] as const;
  return (
    <>
      <div className="compare">
        {sides.map(({ letter, job, player }) => (
          <figure key={letter} className="compare-side">
            <Player
              player={player}
              cues={captionsOf(job)}
              src={job.result?.url}
              poster={job.result?.thumbnail_url ?? ""}
              muted={heard !== letter}
              onTimeUpdate={pair.follow}
              onEnded={pair.follow}
              onLoadedMetadata={pair.measure}
              aria-label={`${letter}: ${promptText(job)}`}
            />
            <figcaption>
              <strong className="compare-letter">{letter}</strong>{" "}
              <Link href={`/gallery/${job.id}`}>№&nbsp;{job.number}</Link> {promptText(job)}
            </figcaption>
          </figure>
        ))}
      </div>
      <div className="transport">
        <Action look="primary" icon={pair.isPlaying ? "pause" : "play"} onPress={pair.toggle}>
          {t(pair.isPlaying ? "compare.pause" : "compare.play")}
        </Action>
        <Moment at={pair.at} length={pair.length} onMove={pair.seek} />
        <Choice
          label={t("compare.heard")}
          value={heard}
          onChange={setHeard}
          options={[
            { id: "A", name: "A" },
            { id: "B", name: "B" },
          ]}
        />
      </div>
      <Differences a={a} b={b} />
    </>
  );
}

/** Where both are; moved, both go there. */
function Moment({
  at,
  length,
  onMove,
}: {
  at: number;
  length: number;
  onMove: (seconds: number) => void;
}) {
  const { t } = useWords();
  const { number } = useFormats();
  return (
    <Slider
      className="slider"
      aria-label={t("compare.moment")}
      minValue={0}
      maxValue={Math.max(length, 0.1)}
      step={0.04}
      value={Math.min(at, length)}
      onChange={onMove}
    >
      <SliderTrack className="slider-track">
        <SliderThumb className="slider-thumb" />
      </SliderTrack>
      <SliderOutput className="slider-value">
        {() => t("unit.seconds", { n: `${number(at, 1)} / ${number(length, 1)}` })}
      </SliderOutput>
    </Slider>
  );
}
