import { useCast } from "../../api/queries";
import { useFormats, useWords } from "../../i18n";
import { useIdOf } from "../../state/chosen";
import { castOf, quotedWords, spokenSeconds, useDraft, type Line } from "../../state/draft";
import { newId } from "../../state/ids";
import { Action, Field, IconAction, Picker } from "../../ui/controls";

/** Who says what, one line after the other, and how long that takes to say. */
export function Lines() {
  const { t } = useWords();
  const { draft, change } = useDraft();
  const { seconds } = useFormats();
  const names = useNames();
  const put = (lines: Line[]) => change({ lines });
  const spoken = spokenSeconds(quotedWords(draft));
  const isTooLong = spoken * 0.75 > draft.seconds;
  return (
    <section className="lines" aria-labelledby="lines-title">
      <h2 id="lines-title" className="label">
        {t("lines.title")}
      </h2>
      {draft.lines.map((line, index) => (
        <div key={line.id} className="line">
          {names.length > 1 && (
            <Picker
              label={t("lines.who")}
              isLabelHidden
              value={String(line.person)}
              options={names.map((name, at) => ({ id: String(at + 1), name }))}
              onChange={(id) =>
                put(draft.lines.map((one) => (one === line ? { ...one, person: Number(id) } : one)))
              }
            />
          )}
          <Field
            label={t("lines.words", { n: index + 1 })}
            isLabelHidden
            placeholder={t("lines.example")}
            value={line.words}
            onChange={(words) =>
              put(draft.lines.map((one) => (one === line ? { ...one, words } : one)))
            }
          />
          <IconAction
            icon="close"
            name={t("lines.remove", { n: index + 1 })}
            onPress={() => put(draft.lines.filter((one) => one !== line))}
          />
        </div>
      ))}
      <div className="lines-foot">
        <Action
          icon="plus"
          look="quiet"
          onPress={() => put([...draft.lines, { id: newId(), person: 1, words: "" }])}
        >
          {t("lines.add")}
        </Action>
        {spoken > 0 && (
          <p className={isTooLong ? "note note-bad" : "note"}>
            {t(isTooLong ? "lines.tooLong" : "lines.spoken", {
              spoken: seconds(spoken),
              clip: seconds(draft.seconds),
            })}
          </p>
        )}
      </div>
    </section>
  );
}

/** The chosen people by name. */
function useNames(): string[] {
  const { t } = useWords();
  const { draft } = useDraft();
  const members = useCast().data?.members ?? [];
  const idOf = useIdOf();
  return castOf(draft).map(
    (person, index) =>
      members.find((member) => member.id === idOf(person))?.name ?? t("cast.person", { n: index + 1 }),
  );
}
