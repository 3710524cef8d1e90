import type { Member } from "../../api/types";
import { useFormats, useWords } from "../../i18n";
import { useDraft } from "../../state/draft";
import { useRoute } from "../../state/route";
import { Action } from "../../ui/controls";
import { Icon } from "../../ui/Icon";
import { Portrait } from "../../ui/Portrait";
import { Sheet } from "../../ui/Sheet";
import { PURPOSES } from "./enrolment";
import { TakeBack } from "./TakeBack";

/** One person: what they agreed to, in their words, and how to take it back. */
export function MemberSheet({ member, onClose }: { member: Member; onClose: () => void }) {
  const { t } = useWords();
  const { day, list } = useFormats();
  const { change } = useDraft();
  const { go } = useRoute();
  const purposes = PURPOSES.filter((purpose) => member.purposes.includes(purpose));
  const cast = () => {
    const person = { cast: member.id, photos: [], voice: null, usesVoice: true };
    change({ mode: "reference", people: [person] });
    go("/");
  };
  return (
    <Sheet title={member.name} isOpen onClose={onClose}>
      <div className="member">
        <Portrait member={member} />
        <dl className="settings">
          <div>
            <dt>{t("member.state")}</dt>
            <dd>
              {member.state === "standing"
                ? t("cast.until", { day: day(member.expires) })
                : t(`cast.${member.state}`)}
            </dd>
          </div>
          <div>
            <dt>{t("member.covers")}</dt>
            <dd>{list(member.covers.map((kind) => t(`covers.${kind}`)))}</dd>
          </div>
          <div>
            <dt>{t("add.purposes")}</dt>
            <dd>{purposes.map((purpose) => t(`purpose.${purpose}`)).join(" · ")}</dd>
          </div>
          {member.guardian !== null && (
            <div>
              <dt>{t("add.guardian")}</dt>
              <dd>{member.guardian}</dd>
            </div>
          )}
          <div>
            <dt>{t("member.since")}</dt>
            <dd>{day(member.issued)}</dd>
          </div>
          <div>
            <dt>{t("member.evidence")}</dt>
            <dd>{t(`evidence.${member.evidence}`)}</dd>
          </div>
        </dl>
      </div>
      <blockquote className="statement">{member.statement}</blockquote>
      {member.voice_urls.map((url) => (
        <audio key={url} src={url} controls aria-label={t("covers.voice")} />
      ))}
      <div className="sheet-actions">
        {member.state === "standing" && (
          <Action look="primary" icon="create" onPress={cast}>
            {t("member.use")}
          </Action>
        )}
        <a className="button button-plain" href={`/v1/cast/${member.id}/export`} download>
          <Icon name="download" size={18} />
          <span>{t("member.export")}</span>
        </a>
      </div>
      <TakeBack member={member} onErased={onClose} />
    </Sheet>
  );
}
