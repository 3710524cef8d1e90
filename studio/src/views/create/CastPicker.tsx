import { ToggleButton, ToggleButtonGroup } from "react-aria-components";
import { useCast, useServerSettings } from "../../api/queries";
import type { Member } from "../../api/types";
import { useWords } from "../../i18n";
import { useIdOf } from "../../state/chosen";
import { useDraft } from "../../state/draft";
import { Link } from "../../state/route";
import { Failure, Waiting } from "../../ui/feedback";
import { Portrait } from "../../ui/Portrait";

/** Who appears, picked by picture. The number is the one that the prompt knows them by. */
export function CastPicker() {
  const { t } = useWords();
  const { draft, change } = useDraft();
  const cast = useCast();
  const most = useServerSettings().data?.limits.most_people ?? 1;
  const standing = (cast.data?.members ?? []).filter((member) => member.state === "standing");
  const chosen = draft.people.map(useIdOf());
  const choose = (ids: string[]) => {
    const kept = chosen.filter((id) => id !== null && ids.includes(id));
    const added = ids.filter((id) => !kept.includes(id));
    const wanted = [...kept, ...added].slice(-most);
    const people = wanted.map((id) => ({ cast: id, photos: [], voice: null, usesVoice: true }));
    // Lines know people by their place; those of somebody who left go to the first.
    const placeOf = (person: number) => Math.max(1, wanted.indexOf(chosen[person - 1] ?? "") + 1);
    change({ people, lines: draft.lines.map((one) => ({ ...one, person: placeOf(one.person) })) });
  };
  return (
    <section className="castpicker" aria-labelledby="castpicker-title">
      <h2 id="castpicker-title" className="label">
        {t("create.cast")}
      </h2>
      {cast.isPending && <Waiting count={3} shape="frame" />}
      {cast.isError && <Failure error={cast.error} onRetry={() => void cast.refetch()} />}
      {cast.isSuccess && (
        <ToggleButtonGroup
          aria-label={t("create.cast")}
          className="castpicker-people"
          selectionMode="multiple"
          selectedKeys={new Set(chosen.filter((id) => id !== null))}
          onSelectionChange={(keys) => choose([...keys].map(String))}
        >
          {standing.map((member) => (
            <Choosable key={member.id} member={member} place={chosen.indexOf(member.id) + 1} />
          ))}
        </ToggleButtonGroup>
      )}
      {draft.people.some((person) => person.cast === null) && (
        <p className="note">{t("create.castByFiles")}</p>
      )}
      <Link href="/cast" className="quiet-link">
        {standing.length === 0 ? t("create.castEmpty") : t("create.castMore")}
      </Link>
    </section>
  );
}

function Choosable({ member, place }: { member: Member; place: number }) {
  const { t } = useWords();
  const covers = member.covers.map((kind) => t(`covers.${kind}`)).join(" · ");
  return (
    <ToggleButton id={member.id} className="person">
      <Portrait member={member} />
      {place > 0 && (
        <span className="person-place" aria-hidden="true">
          {place}
        </span>
      )}
      <span className="person-name">{member.name}</span>
      <span className="person-note">{covers}</span>
    </ToggleButton>
  );
}
