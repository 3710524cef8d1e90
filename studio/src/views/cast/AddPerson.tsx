import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, told } from "../../api/client";
import { keys } from "../../api/queries";
import type { Statement } from "../../api/types";
import { useWords } from "../../i18n";
import { Action } from "../../ui/controls";
import { Failure } from "../../ui/feedback";
import { Page } from "../../ui/Page";
import { agreementTo, enrolmentOf, newSitter, statementOf, usable, type Sitter } from "./enrolment";
import { FacesStep } from "./FacesStep";
import { StatementStep } from "./StatementStep";
import { VoiceStep } from "./VoiceStep";
import { WhoStep } from "./WhoStep";

const STEPS = ["who", "faces", "voice", "statement"] as const;

/** Enrolment in four steps: who, their pictures, their voice, and what they agree to. */
export function AddPerson({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  const [sitter, setSitter] = useState(newSitter);
  const [at, setAt] = useState(0);
  const step = STEPS[at] ?? "who";
  const change = (part: Partial<Sitter>) => setSitter((now) => ({ ...now, ...part }));
  const { statement, enrol } = useEnrolling(sitter, step === "statement", onClose);
  const missing = useMissing(sitter, step, statement.data);
  const isLast = at === STEPS.length - 1;
  return (
    <Page title={t("add.title")}>
      <ol className="steps" aria-label={t("add.steps")}>
        {STEPS.map((name, index) => (
          <li key={name} aria-current={index === at ? "step" : undefined}>
            <span className={index < at ? "steps-number is-done" : "steps-number"}>{index + 1}</span>
            <span className="steps-name">{t(`add.${name}`)}</span>
          </li>
        ))}
      </ol>
      <div className="add">
        {step === "who" && <WhoStep sitter={sitter} onChange={change} />}
        {step === "faces" && <FacesStep sitter={sitter} setSitter={setSitter} />}
        {step === "voice" && <VoiceStep sitter={sitter} setSitter={setSitter} />}
        {step === "statement" && (
          <StatementStep sitter={sitter} statement={statement.data} onChange={change} />
        )}
        {statement.isError && <Failure error={statement.error} />}
        {enrol.isError && <Failure error={enrol.error} />}
      </div>
      <div className="add-foot">
        <Action look="quiet" onPress={() => (at === 0 ? onClose() : setAt(at - 1))}>
          {at === 0 ? t("common.cancel") : t("add.back")}
        </Action>
        {missing !== null && <span className="note">{missing}</span>}
        <Action
          look="primary"
          isDisabled={missing !== null}
          isPending={enrol.isPending}
          onPress={() => (isLast ? enrol.mutate() : setAt(at + 1))}
        >
          {isLast ? t("add.finish", { name: sitter.name }) : t("add.next")}
        </Action>
      </div>
    </Page>
  );
}

function useEnrolling(sitter: Sitter, isAsked: boolean, onDone: () => void) {
  const client = useQueryClient();
  const wanted = statementOf(sitter);
  const statement = useQuery({
    queryKey: ["statement", wanted],
    queryFn: () => told(api.POST("/v1/cast/statement", { body: wanted })),
    enabled: isAsked,
    staleTime: Infinity,
    gcTime: 0,
  });
  const enrol = useMutation({
    mutationFn: async () => {
      if (statement.data === undefined) throw new Error("statement");
      return told(api.POST("/v1/cast", { body: enrolmentOf(sitter, statement.data) }));
    },
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: keys.cast });
      onDone();
    },
    // What was read and refused is read anew, with another code.
    onError: () => sitter.agreement?.recording != null && void statement.refetch(),
  });
  return { statement, enrol };
}

/** What a step still needs before the next one. */
function useMissing(
  sitter: Sitter,
  step: (typeof STEPS)[number],
  statement: Statement | undefined,
): string | null {
  const { t } = useWords();
  const given = usable(sitter.photos).length + usable(sitter.voices).length;
  if (step === "who" && sitter.name.trim() === "") return t("add.needsName");
  if (step === "who" && sitter.purposes.length === 0) return t("add.needsPurpose");
  if (step === "voice" && given === 0) return t("add.needsFiles");
  const hasAgreed = statement !== undefined && agreementTo(statement, sitter).hasAgreed;
  if (step === "statement" && !hasAgreed) return t("add.needsConsent");
  return null;
}
