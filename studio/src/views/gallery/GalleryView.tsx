import { useState } from "react";
import { Checkbox } from "react-aria-components";
import { useCast, useClips } from "../../api/queries";
import type { Job, Mode } from "../../api/types";
import { useFormats, useWords } from "../../i18n";
import { Link, useRoute } from "../../state/route";
import { Action, Field, Picker } from "../../ui/controls";
import { Empty, Failure, Waiting } from "../../ui/feedback";
import { usePrefersStill } from "../../ui/Moving";
import { Page } from "../../ui/Page";
import { RestoreDrop } from "../create/RestoreDrop";
import { modeOf, promptText } from "./words";

const PAGE = 60;
const EVERY = "all";

/** Everything that was made here, as a contact sheet: searched, filtered, compared. */
export function GalleryView() {
  const { t } = useWords();
  const { go } = useRoute();
  const [words, setWords] = useState("");
  const [mode, setMode] = useState<Mode | typeof EVERY>(EVERY);
  const [who, setWho] = useState(EVERY);
  const [picked, setPicked] = useState<string[] | null>(null);
  const found = useClips(
    {
      ...(words && { q: words }),
      ...(mode !== EVERY && { mode }),
      ...(who !== EVERY && { cast: who }),
    },
    PAGE,
  );
  const clips = found.data?.pages.flatMap((page) => page.jobs) ?? [];
  const isFiltered = words !== "" || mode !== EVERY || who !== EVERY;
  const pick = (id: string, isPicked: boolean) =>
    setPicked((now) => (isPicked ? [...(now ?? []), id].slice(-2) : (now ?? []).filter((x) => x !== id)));
  return (
    <Page
      title={t("gallery.title")}
      actions={
        <>
          <RestoreDrop />
          <Action
            icon="compare"
            onPress={() => setPicked(picked === null ? [] : null)}
            isDisabled={clips.length < 2 && picked === null}
          >
            {picked === null ? t("gallery.compare") : t("gallery.compareStop")}
          </Action>
        </>
      }
    >
      <Filters {...{ words, setWords, mode, setMode, who, setWho }} />
      {picked !== null && (
        <div className="comparebar">
          <span role="status">{t("gallery.comparePick", { n: picked.length })}</span>
          <Action
            look="primary"
            isDisabled={picked.length !== 2}
            onPress={() => go(`/gallery/compare?a=${picked[0]}&b=${picked[1]}`)}
          >
            {t("gallery.compareShow")}
          </Action>
        </div>
      )}
      {found.isPending && <Waiting count={6} shape="frame" />}
      {found.isError && <Failure error={found.error} onRetry={() => void found.refetch()} />}
      {found.isSuccess && clips.length === 0 && <NothingThere isFiltered={isFiltered} />}
      <ul className="contactsheet">
        {clips.map((job) => (
          <Frame key={job.id} job={job} picked={picked} onPick={pick} />
        ))}
      </ul>
      {found.hasNextPage && (
        <Action onPress={() => void found.fetchNextPage()} isPending={found.isFetchingNextPage}>
          {t("gallery.more")}
        </Action>
      )}
    </Page>
  );
}

function Filters(given: {
  words: string;
  setWords: (words: string) => void;
  mode: Mode | typeof EVERY;
  setMode: (mode: Mode | typeof EVERY) => void;
  who: string;
  setWho: (who: string) => void;
}) {
  const { t } = useWords();
  const members = useCast().data?.members ?? [];
  const modes: Mode[] = ["text", "image", "reference", "audio"];
  return (
    <search className="filters">
      <Field
        label={t("gallery.search")}
        isLabelHidden
        placeholder={t("gallery.search")}
        type="search"
        icon="search"
        value={given.words}
        onChange={given.setWords}
      />
      <Picker
        label={t("gallery.mode")}
        isLabelHidden
        value={given.mode}
        onChange={given.setMode}
        options={[
          { id: EVERY as Mode | typeof EVERY, name: t("gallery.everyMode") },
          ...modes.map((id) => ({ id, name: t(`mode.${id}`) })),
        ]}
      />
      {members.length > 0 && (
        <Picker
          label={t("gallery.who")}
          isLabelHidden
          value={given.who}
          onChange={given.setWho}
          options={[
            { id: EVERY, name: t("gallery.everyone") },
            ...members.map((member) => ({ id: member.id, name: member.name })),
          ]}
        />
      )}
    </search>
  );
}

/** One clip on the sheet: its number on the edge, plays while pointed at. */
function Frame({
  job,
  picked,
  onPick,
}: {
  job: Job;
  picked: string[] | null;
  onPick: (id: string, isPicked: boolean) => void;
}) {
  const { t } = useWords();
  const { seconds } = useFormats();
  const isStill = usePrefersStill();
  const [isPlaying, setPlaying] = useState(false);
  const result = job.result;
  return (
    <li className={picked?.includes(job.id) ? "frame frame-picked" : "frame"}>
      <Link
        href={`/gallery/${job.id}`}
        className="frame-link"
        onPointerEnter={() => setPlaying(!isStill)}
        onPointerLeave={() => setPlaying(false)}
      >
        <span className="frame-edge" aria-hidden="true">
          <span>{job.number}</span>
          <span>▸ {job.number}A</span>
        </span>
        <span className="frame-picture">
          {isPlaying && result ? (
            <video src={result.url} poster={result.thumbnail_url ?? ""} muted loop autoPlay playsInline />
          ) : result?.thumbnail_url ? (
            <img src={result.thumbnail_url} alt="" loading="lazy" />
          ) : (
            <span className="developing" />
          )}
        </span>
        <span className="frame-words">
          <span className="frame-prompt">{promptText(job)}</span>
          <span className="note">
            {t(modeOf(job))}
            {result && ` · ${seconds(result.seconds)}`}
          </span>
        </span>
      </Link>
      {picked !== null && (
        <Checkbox
          className="frame-pick"
          aria-label={t("gallery.pick", { n: job.number })}
          isSelected={picked.includes(job.id)}
          onChange={(isPicked) => onPick(job.id, isPicked)}
        >
          <span className="tick" aria-hidden="true" />
        </Checkbox>
      )}
    </li>
  );
}

function NothingThere({ isFiltered }: { isFiltered: boolean }) {
  const { t } = useWords();
  if (isFiltered) return <Empty title={t("gallery.noneFound")}>{t("gallery.noneFoundNote")}</Empty>;
  return (
    <Empty
      title={t("gallery.emptyTitle")}
      action={
        <Link href="/" className="button button-primary">
          {t("queue.emptyAction")}
        </Link>
      }
    >
      {t("gallery.empty")}
    </Empty>
  );
}
