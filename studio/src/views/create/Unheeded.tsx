import { useNotes } from "../../api/queries";
import type { Model } from "../../api/types";
import { useWords } from "../../i18n";
import { requestOf, useDraft } from "../../state/draft";
import { useSettled } from "../../state/settled";
import { Notes } from "../../ui/feedback";
import { useMissing } from "./useMissing";

const PAUSE_MS = 400;
/** What nothing is noted of; a number that is out of range is told where it stands. */
const UNNOTED = { seed: null, steps: null, title: null };

/** What of the draft will not be heeded, as the server says it, once it lacks nothing. */
export function Unheeded({ model }: { model: Model | null }) {
  const { t } = useWords();
  const draft = useSettled(useDraft().draft, PAUSE_MS);
  const isWhole = useMissing(draft) === null && model?.is_ready === true;
  const wanted = isWhole ? { ...requestOf(draft, model.id), ...UNNOTED } : null;
  const told = useNotes(wanted).data?.notes;
  return (
    <div aria-live="polite">
      <Notes label={t("create.notes")} notes={(isWhole && told) || []} />
    </div>
  );
}
