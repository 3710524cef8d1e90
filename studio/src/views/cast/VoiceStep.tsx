import type { Dispatch, SetStateAction } from "react";
import { useServerSettings } from "../../api/queries";
import { useFormats, useWords } from "../../i18n";
import { IconAction } from "../../ui/controls";
import { Bar, Failure } from "../../ui/feedback";
import { FileDrop } from "../../ui/FileDrop";
import { Icon } from "../../ui/Icon";
import type { Given, Sitter } from "./enrolment";
import { Recorder } from "./Recorder";
import { useGiving } from "./useGiving";

const ENOUGH_SECONDS = 30;

/** How they sound: a few seconds by microphone or from a file. May be left out. */
export function VoiceStep({
  sitter,
  setSitter,
}: {
  sitter: Sitter;
  setSitter: Dispatch<SetStateAction<Sitter>>;
}) {
  const { t } = useWords();
  const longest = useServerSettings().data?.limits.longest_voice_seconds ?? ENOUGH_SECONDS;
  const give = useGiving("voice", (given) => setSitter((now) => ({ ...now, voices: [given] })));
  return (
    <div>
      <p className="add-words">{t("voice.words")}</p>
      <blockquote className="readaloud">{t("voice.read")}</blockquote>
      <div className="giving">
        <Recorder
          label={t("voice.record")}
          longest={Math.min(longest, ENOUGH_SECONDS)}
          isDisabled={give.isPending}
          onTaken={(blob) => give.mutate([{ blob, name: nameOf(blob) }])}
        />
        <FileDrop
          label={t("voice.file")}
          note={t("voice.fileNote")}
          accept={["audio/*", "video/*"]}
          icon="microphone"
          isDisabled={give.isPending}
          onFiles={([file]) => file && give.mutate([{ blob: file, name: file.name }])}
        />
      </div>
      {give.isPending && <Bar label={t("common.checking")} fraction={null} />}
      {give.isError && <Failure error={give.error} />}
      <ul className="givens" aria-live="polite">
        {sitter.voices.map((given) => (
          <Voice
            key={given.asset.id}
            given={given}
            onRemove={() => setSitter((now) => ({ ...now, voices: [] }))}
          />
        ))}
      </ul>
    </div>
  );
}

/** A name whose ending says what a recording is. */
export function nameOf(sound: Blob): string {
  const ending = sound.type.includes("mp4") ? "m4a" : sound.type.includes("ogg") ? "ogg" : "webm";
  return `recording.${ending}`;
}

function Voice({ given, onRemove }: { given: Given; onRemove: () => void }) {
  const { t } = useWords();
  const { number, seconds } = useFormats();
  const { asset, check } = given;
  return (
    <li className="given">
      <audio src={asset.url} controls aria-label={asset.name} />
      <span className="given-words">
        <strong className={check.is_usable ? "is-good" : "is-bad"}>
          <Icon name={check.is_usable ? "check" : "alert"} size={16} />
          {check.is_usable ? t("check.usable") : t("check.unusable")}
        </strong>
        {check.message !== null && <span>{check.message}</span>}
        <span className="note">
          {check.speech_seconds !== null && t("check.speech", { time: seconds(check.speech_seconds) })}
          {check.level_db !== null && ` · ${t("check.level", { n: number(check.level_db) })}`}
          {check.noise_db !== null && ` · ${t("check.noise", { n: number(check.noise_db) })}`}
        </span>
      </span>
      <IconAction icon="trash" name={t("faces.remove", { name: asset.name })} onPress={onRemove} />
    </li>
  );
}
