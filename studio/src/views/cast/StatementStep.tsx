import { useMutation } from "@tanstack/react-query";
import { Checkbox } from "react-aria-components";
import { upload } from "../../api/client";
import type { Asset, Statement } from "../../api/types";
import { useWords } from "../../i18n";
import { Failure, Notice, Waiting } from "../../ui/feedback";
import { FileDrop } from "../../ui/FileDrop";
import { type Agreement, agreementTo, type Sitter } from "./enrolment";
import { Recorder } from "./Recorder";
import { nameOf } from "./VoiceStep";

const LONGEST_SECONDS = 30;

/** What they agree to, shown whole; read aloud with a code if they like, and agreed to. */
export function StatementStep({
  sitter,
  statement,
  onChange,
}: {
  sitter: Sitter;
  statement: Statement | undefined;
  onChange: (part: Partial<Sitter>) => void;
}) {
  if (statement === undefined) return <Waiting count={2} />;
  return (
    <Agreeing
      key={statement.code}
      sitter={sitter}
      statement={statement}
      onChange={(agreement) => onChange({ agreement })}
    />
  );
}

/** One statement and the answer to it: another code begins anew, as would another text. */
function Agreeing({
  sitter,
  statement,
  onChange,
}: {
  sitter: Sitter;
  statement: Statement;
  onChange: (agreement: Agreement) => void;
}) {
  const { t } = useWords();
  const agreement = agreementTo(statement, sitter);
  return (
    <div>
      <p className="add-words">{t("consent.words", { name: sitter.name })}</p>
      <blockquote className="statement">{statement.text}</blockquote>
      <h2 className="label">{t("consent.aloud")}</h2>
      {statement.can_be_heard ? (
        <ReadAloud
          words={statement.spoken}
          recording={agreement.recording}
          onChange={(recording) => onChange({ ...agreement, recording })}
        />
      ) : (
        <p className="note">{t("consent.unheard")}</p>
      )}
      <Checkbox
        className="checkbox consent-tick"
        isSelected={agreement.hasAgreed}
        onChange={(hasAgreed) => onChange({ ...agreement, hasAgreed })}
      >
        <span className="tick" aria-hidden="true" />
        {t("consent.agree", { name: sitter.guardian.trim() || sitter.name })}
      </Checkbox>
    </div>
  );
}

/** The short form and its code, recorded here or given as a file. */
function ReadAloud({
  words,
  recording,
  onChange,
}: {
  words: string;
  recording: Asset | null;
  onChange: (recording: Asset) => void;
}) {
  const { t } = useWords();
  const send = useMutation({
    mutationFn: ({ blob, name }: { blob: Blob; name: string }) => upload(blob, name),
    onSuccess: onChange,
  });
  return (
    <>
      <p className="note">{t("consent.aloudNote")}</p>
      <blockquote className="readaloud">{words}</blockquote>
      <div className="giving">
        <Recorder
          label={t("consent.record")}
          longest={LONGEST_SECONDS}
          isDisabled={send.isPending}
          onTaken={(blob) => send.mutate({ blob, name: nameOf(blob) })}
        />
        <FileDrop
          label={t("consent.file")}
          accept={["audio/*", "video/*"]}
          isDisabled={send.isPending}
          onFiles={([file]) => file && send.mutate({ blob: file, name: file.name })}
        />
      </div>
      {send.isError && <Failure error={send.error} />}
      {recording !== null && <Notice kind="good">{t("consent.recorded")}</Notice>}
    </>
  );
}
