import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, told } from "../../api/client";
import { keys, useCast, useUnfinished } from "../../api/queries";
import type { Member } from "../../api/types";
import { useFormats, useWords } from "../../i18n";
import { Action } from "../../ui/controls";
import { Failure, Notice } from "../../ui/feedback";
import { Ask } from "../../ui/Sheet";

type Act = "revoke" | "erase";

const where = (member: string) => ({ params: { path: { member } } });
const acts: Record<Act, (id: string) => Promise<{ cancelled_jobs: string[] }>> = {
  revoke: (id) => told(api.POST("/v1/cast/{member}/revoke", where(id))),
  erase: (id) => told(api.DELETE("/v1/cast/{member}", where(id))),
};

/** Revoking and erasing, each asked about first; what it stopped is said after. */
export function TakeBack({ member, onErased }: { member: Member; onErased: () => void }) {
  const { t } = useWords();
  const client = useQueryClient();
  const [asking, setAsking] = useState<Act | null>(null);
  const theirs = (useCast().data?.members ?? []).filter((one) => one.name === member.name);
  const standing = theirs.filter((one) => one.state === "standing");
  const done = useMutation({
    mutationFn: async ({ act, of }: { act: Act; of: Member[] }) => {
      const stopped: string[] = [];
      for (const one of of) stopped.push(...(await acts[act](one.id)).cancelled_jobs);
      return stopped.length;
    },
    onSuccess: (_, { act }) => act === "erase" && onErased(),
    onSettled: () => {
      void client.invalidateQueries({ queryKey: keys.cast });
      void client.invalidateQueries({ queryKey: keys.jobs });
    },
  });
  const left = standing.filter((one) => !done.variables?.of.some(({ id }) => id === one.id));
  return (
    <div className="takeback">
      {done.isSuccess && (
        <Notice kind="good">
          {t(left.length > 0 ? "member.revokedOne" : "member.revoked", {
            name: member.name,
            n: done.data,
          })}
        </Notice>
      )}
      {done.isError && <Failure error={done.error} />}
      <p className="note">{t("member.takeback")}</p>
      <div className="sheet-actions">
        {member.state === "standing" && (
          <Action look="danger" onPress={() => setAsking("revoke")}>
            {t("member.revoke")}
          </Action>
        )}
        <Action look="danger" icon="trash" onPress={() => setAsking("erase")}>
          {t("member.erase")}
        </Action>
      </div>
      {asking !== null && (
        <AskFirst
          act={asking}
          member={member}
          all={asking === "erase" ? theirs : standing}
          onClose={() => setAsking(null)}
          onYes={(of) => done.mutate({ act: asking, of })}
        />
      )}
    </div>
  );
}

/** Says how many consents and unfinished clips it is about; of several, this one or all. */
function AskFirst({
  act,
  member,
  all,
  onClose,
  onYes,
}: {
  act: Act;
  member: Member;
  all: Member[];
  onClose: () => void;
  onYes: (of: Member[]) => void;
}) {
  const { t } = useWords();
  const { day, list } = useFormats();
  const one = useUnfinished([member.id]).data;
  const any = useUnfinished(all.map(({ id }) => id)).data;
  const about = {
    name: member.name,
    n: all.length,
    covers: list(member.covers.map((kind) => t(`covers.${kind}`))),
    day: day(member.issued),
  };
  const isSeveral = all.length > 1;
  const question = t(isSeveral ? `member.${act}Several` : `member.${act}Question`, about);
  const isKnown = one !== undefined && any !== undefined;
  const clips = t(isSeveral ? "member.clipsSeveral" : "member.clips", { n: one ?? 0, all: any ?? 0 });
  return (
    <Ask
      title={t(`member.${act}`)}
      question={question}
      count={isKnown ? clips : undefined}
      yes={t(isSeveral ? `member.${act}One` : `member.${act}`)}
      all={isSeveral ? { name: t(`member.${act}All`, about), onYes: () => onYes(all) } : undefined}
      isOpen
      onClose={onClose}
      onYes={() => onYes([member])}
    />
  );
}
