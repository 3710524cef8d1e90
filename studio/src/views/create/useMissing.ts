import { useServerSettings } from "../../api/queries";
import { useWords } from "../../i18n";
import { castOf, type Draft, promptOf } from "../../state/draft";

/** What a draft still lacks, in one sentence. */
export function useMissing(draft: Draft): string | null {
  const { t } = useWords();
  const limits = useServerSettings().data?.limits;
  const prompt = promptOf(draft);
  if (prompt === "") return t("create.needsScene");
  if (limits && prompt.length > limits.most_prompt_characters) {
    return t("create.tooLong", { n: prompt.length, most: limits.most_prompt_characters });
  }
  if (draft.mode === "image" && draft.image === null) return t("create.needsImage");
  if (draft.mode === "audio" && draft.audio === null) return t("create.needsAudio");
  if (draft.mode === "reference" && castOf(draft).length === 0) return t("create.needsCast");
  return null;
}
