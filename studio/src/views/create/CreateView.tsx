import { useRef, useState } from "react";
import { actions, useModels, useQueueAction } from "../../api/queries";
import type { JobRequest, Mode } from "../../api/types";
import { useWords } from "../../i18n";
import { EMPTY, hasPlace, requestOf, useDraft } from "../../state/draft";
import { newId } from "../../state/ids";
import { useRoute } from "../../state/route";
import { Action, Choice } from "../../ui/controls";
import { Failure, Notice } from "../../ui/feedback";
import { Page } from "../../ui/Page";
import { CastPicker } from "./CastPicker";
import { FileSlot } from "./FileSlot";
import { GoesOn } from "./GoesOn";
import { Lines } from "./Lines";
import { RestoreDrop } from "./RestoreDrop";
import { Scene } from "./Scene";
import { ShotSettings } from "./ShotSettings";
import { useMissing } from "./useMissing";

const MODES: Mode[] = ["text", "image", "reference", "audio"];

/** Where a clip is thought out: what is seen, who appears, what they say, and how it is made. */
export function CreateView() {
  const { t } = useWords();
  const { draft, change, replace } = useDraft();
  const model = useChosenModel();
  const { go } = useRoute();
  const submit = useQueueAction(actions.submit);
  const missing = useMissing(draft);
  const [isTried, setTried] = useState(false);
  const sending = useSending();
  // What goes on begins with a last frame, and with no picture beside.
  const modes = MODES.filter((mode) => mode !== "image" || draft.continues === null);

  const send = () => {
    setTried(true);
    if (missing !== null || model === null) return;
    const request = requestOf(draft, model.id);
    submit.mutate(
      { request, key: sending.keyOf(request) },
      {
        onSuccess: () => {
          sending.end();
          go("/queue");
        },
      },
    );
  };

  return (
    <Page
      title={t(draft.continues === null ? "create.title" : "create.titleLonger")}
      actions={
        <>
          <RestoreDrop />
          <Action look="quiet" icon="plus" onPress={() => replace({ ...EMPTY, model: draft.model })}>
            {t("create.clear")}
          </Action>
        </>
      }
    >
      <div className="create">
        <div className="create-story">
          {draft.continues !== null && <GoesOn id={draft.continues} />}
          <Choice
            label={t("create.mode")}
            value={draft.mode}
            onChange={(mode) => change({ mode })}
            options={modes.map((id) => ({ id, name: t(`mode.${id}`) }))}
          />
          <Scene model={model} />
          {draft.mode === "image" && (
            <FileSlot use="image" id={draft.image} onChange={(image) => change({ image })} />
          )}
          {draft.mode === "audio" && (
            <FileSlot use="audio" id={draft.audio} onChange={(audio) => change({ audio })} />
          )}
          {(draft.mode === "reference" || draft.mode === "audio") && <CastPicker />}
          {draft.mode !== "audio" && draft.hasSound && <Lines />}
          {hasPlace(draft) && (
            <FileSlot use="place" id={draft.place} onChange={(place) => change({ place })} />
          )}
        </div>
        <aside className="callsheet" aria-label={t("create.settings")}>
          <ShotSettings model={model} />
          <div className="callsheet-foot">
            {model?.problem && <Notice kind="plain">{model.problem}</Notice>}
            {isTried && missing !== null && <Notice kind="problem">{missing}</Notice>}
            {submit.isError && <Failure error={submit.error} />}
            <Action
              look="primary"
              icon="play"
              onPress={send}
              isPending={submit.isPending}
              isDisabled={model === null || !model.is_ready}
            >
              {submit.isPending ? t("create.sending") : t("create.make")}
            </Action>
          </div>
        </aside>
      </div>
    </Page>
  );
}

/** Names what is being sent, the same until it was taken: whoever presses again after a connection
 *  that broke gets the clip that may be queued already, not a second one. */
function useSending() {
  const last = useRef<{ spelt: string; key: string } | null>(null);
  const keyOf = (request: JobRequest) => {
    const spelt = JSON.stringify(request);
    if (last.current?.spelt !== spelt) last.current = { spelt, key: newId() };
    return last.current.key;
  };
  return { keyOf, end: () => (last.current = null) };
}

/** The model that the draft names if it is here, else the first that is ready. */
function useChosenModel() {
  const { draft } = useDraft();
  const models = useModels().data?.data ?? [];
  const named = models.find((model) => model.id === draft.model);
  return named ?? models.find((model) => model.is_ready) ?? models[0] ?? null;
}
