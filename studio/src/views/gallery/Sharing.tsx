import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Checkbox } from "react-aria-components";
import { api, told } from "../../api/client";
import { keys, useLinks } from "../../api/queries";
import type { Job, Link as Shared } from "../../api/types";
import { useFormats, useWords } from "../../i18n";
import { Action, Choice } from "../../ui/controls";
import { Failure, Notice } from "../../ui/feedback";
import { ForPhone } from "../../ui/ForPhone";
import { Sheet } from "../../ui/Sheet";

const DAY = 86_400;
const LIVES = { "1": DAY, "7": 7 * DAY, "30": 30 * DAY } as const;
type Days = keyof typeof LIVES;

/** Private addresses of one result: each ends by itself, and can be taken back before. */
export function Sharing({
  job,
  isOpen,
  onClose,
}: {
  job: Job;
  isOpen: boolean;
  onClose: () => void;
}) {
  const { t } = useWords();
  return (
    <Sheet title={t("share.title")} isOpen={isOpen} onClose={onClose}>
      <p className="note">{t("share.words")}</p>
      <NewLink job={job.id} />
      <Links job={job.id} />
    </Sheet>
  );
}

function NewLink({ job }: { job: string }) {
  const { t } = useWords();
  const client = useQueryClient();
  const [days, setDays] = useState<Days>("7");
  const [showsPrompt, setShowsPrompt] = useState(false);
  const [isCopied, setCopied] = useState(false);
  const make = useMutation({
    mutationFn: () =>
      told(
        api.POST("/v1/jobs/{job}/links", {
          params: { path: { job } },
          body: { seconds: LIVES[days], shows_prompt: showsPrompt },
        }),
      ),
    onSuccess: () => {
      setCopied(false);
      void client.invalidateQueries({ queryKey: keys.links(job) });
    },
  });
  const url = make.data?.url;
  return (
    <div className="share">
      <Choice
        label={t("share.lives")}
        value={days}
        onChange={setDays}
        options={(Object.keys(LIVES) as Days[]).map((id) => ({ id, name: t(`share.days${id}`) }))}
      />
      <Checkbox className="checkbox" isSelected={showsPrompt} onChange={setShowsPrompt}>
        <span className="tick" aria-hidden="true" />
        {t("share.prompt")}
      </Checkbox>
      <Action look="primary" icon="link" onPress={() => make.mutate()} isPending={make.isPending}>
        {t("share.make")}
      </Action>
      {make.isError && <Failure error={make.error} />}
      {url != null && (
        <Notice
          kind="good"
          action={
            // Browsers have no clipboard for pages that came over plain HTTP from another machine.
            "clipboard" in navigator && (
              <Action onPress={() => void navigator.clipboard.writeText(url).then(() => setCopied(true))}>
                {isCopied ? t("share.copied") : t("share.copy")}
              </Action>
            )
          }
        >
          {t("share.once")} <code className="share-url">{url}</code>
        </Notice>
      )}
      {url != null && <ForPhone address={url} />}
    </div>
  );
}

function Links({ job }: { job: string }) {
  const { t } = useWords();
  const links = useLinks(job).data?.links ?? [];
  if (links.length === 0) return null;
  return (
    <>
      <h3 className="label">{t("share.made")}</h3>
      <ul className="rows">
        {links.map((link) => (
          <li key={link.id} className="row">
            <OneLink link={link} />
          </li>
        ))}
      </ul>
    </>
  );
}

function OneLink({ link }: { link: Shared }) {
  const { t } = useWords();
  const { moment } = useFormats();
  const client = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => told(api.DELETE("/v1/links/{link}", { params: { path: { link: link.id } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.links(link.job) }),
  });
  const isOver = new Date(link.expires).getTime() < Date.now();
  const state = link.revoked !== null ? "share.revoked" : isOver ? "share.over" : "share.open";
  return (
    <>
      <span className="row-words">
        <span>{t(state, { when: moment(link.revoked ?? link.expires) })}</span>
        <span className="note">{t(link.views === 1 ? "share.viewsOne" : "share.views", { n: link.views })}</span>
      </span>
      {link.revoked === null && !isOver && (
        <Action look="danger" onPress={() => revoke.mutate()}>
          {t("share.revoke")}
        </Action>
      )}
    </>
  );
}
