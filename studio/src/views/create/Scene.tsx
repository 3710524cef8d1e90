import { Label, Text, TextArea, TextField } from "react-aria-components";
import type { Model } from "../../api/types";
import { useWords } from "../../i18n";
import { promptOf, useDraft } from "../../state/draft";
import { Unheeded } from "./Unheeded";

/** What the camera should see, in large letters, and what of it will not be. */
export function Scene({ model }: { model: Model | null }) {
  const { t } = useWords();
  const { draft, change } = useDraft();
  const prompt = promptOf(draft);
  const example = t(draft.continues === null ? "create.sceneExample" : "create.sceneNext");
  return (
    <TextField className="scene" value={draft.scene} onChange={(scene) => change({ scene })}>
      <Label className="label">{t("create.scene")}</Label>
      <TextArea className="scene-text" rows={3} placeholder={example} />
      <Text slot="description" className="note">
        {prompt !== draft.scene.trim() && prompt !== "" ? (
          <>
            {t("create.reads")} <q className="scene-prompt">{prompt}</q>
          </>
        ) : (
          t("create.sceneNote")
        )}
      </Text>
      <Unheeded model={model} />
    </TextField>
  );
}
