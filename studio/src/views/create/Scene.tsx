import { Label, Text, TextArea, TextField } from "react-aria-components";
import { useWords } from "../../i18n";
import { promptOf, useDraft } from "../../state/draft";

/** What the camera should see, in large letters. */
export function Scene() {
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
    </TextField>
  );
}
