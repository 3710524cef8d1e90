import { useState } from "react";
import { useCast } from "../../api/queries";
import type { Member } from "../../api/types";
import { useFormats, useWords } from "../../i18n";
import { Action } from "../../ui/controls";
import { Empty, Failure, Notice, Waiting } from "../../ui/feedback";
import { Page } from "../../ui/Page";
import { Portrait } from "../../ui/Portrait";
import { AddPerson } from "./AddPerson";
import { MemberSheet } from "./MemberSheet";

/** The people who agreed to appear. */
export function CastView() {
  const { t } = useWords();
  const cast = useCast();
  const [isAdding, setAdding] = useState(false);
  const [shown, setShown] = useState<string | null>(null);
  const members = cast.data?.members ?? [];
  const member = members.find((one) => one.id === shown) ?? null;
  const add = (
    <Action look="primary" icon="plus" onPress={() => setAdding(true)}>
      {t("cast.add")}
    </Action>
  );
  if (isAdding) return <AddPerson onClose={() => setAdding(false)} />;
  return (
    <Page title={t("cast.title")} lead={t("cast.lead")} actions={members.length > 0 && add}>
      {cast.isPending && <Waiting count={4} shape="frame" />}
      {cast.isError && <Failure error={cast.error} onRetry={() => void cast.refetch()} />}
      {Object.entries(cast.data?.problems ?? {}).map(([id, why]) => (
        <Notice key={id} kind="problem">
          {t("cast.problem", { id: id.slice(0, 8), why })}
        </Notice>
      ))}
      {cast.isSuccess && members.length === 0 && (
        <Empty title={t("cast.emptyTitle")} action={add}>
          {t("cast.empty")}
        </Empty>
      )}
      <ul className="people">
        {members.map((one) => (
          <Card key={one.id} member={one} onShow={() => setShown(one.id)} />
        ))}
      </ul>
      {member !== null && <MemberSheet member={member} onClose={() => setShown(null)} />}
    </Page>
  );
}

function Card({ member, onShow }: { member: Member; onShow: () => void }) {
  const { t } = useWords();
  const { day } = useFormats();
  const until = t("cast.until", { day: day(member.expires) });
  return (
    <li>
      <button type="button" className={`person person-${member.state}`} onClick={onShow}>
        <Portrait member={member} />
        <span className="person-name">{member.name}</span>
        <span className="person-note">
          {member.covers.map((kind) => t(`covers.${kind}`)).join(" · ")}
        </span>
        <span className="person-note">
          {member.state === "standing" ? until : t(`cast.${member.state}`)}
        </span>
      </button>
    </li>
  );
}
