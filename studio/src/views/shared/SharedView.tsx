import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { api, told } from "../../api/client";
import type { SharedResult } from "../../api/types";
import { useFormats, useWords } from "../../i18n";
import { cuesOf } from "../../state/captions";
import { Empty, Waiting } from "../../ui/feedback";
import { Icon } from "../../ui/Icon";
import { Player } from "../../ui/Player";

/** What somebody with a private link sees: the clip, that it was generated, and nothing else. */
export function SharedView({ secret }: { secret: string }) {
  const { t } = useWords();
  const shared = useQuery({
    queryKey: ["shared", secret],
    queryFn: () => told(api.GET("/v1/shared/{secret}", { params: { path: { secret } } })),
    refetchOnWindowFocus: false,
    staleTime: Infinity,
  });
  useEffect(() => {
    document.title = `${t("shared.title")} · Retrat`;
  }, [t]);
  return (
    <main className="alone alone-wide">
      <p className="wordmark">Retrat</p>
      <h1 className="hidden">{t("shared.title")}</h1>
      {shared.isPending && <Waiting count={1} shape="frame" />}
      {shared.isError && <Empty title={t("shared.gone")}>{t("shared.goneNote")}</Empty>}
      {shared.data && <Shared result={shared.data} />}
    </main>
  );
}

function Shared({ result }: { result: SharedResult }) {
  const { t } = useWords();
  const { day, moment } = useFormats();
  return (
    <article className="shared">
      <Player
        cues={cuesOf(result.prompt ?? "", result.seconds, result.new_from)}
        src={result.video_url}
        poster={result.thumbnail_url ?? ""}
        controls
        aria-label={result.prompt ?? t("shared.title")}
      />
      {result.prompt !== null && <p className="clip-prompt">{result.prompt}</p>}
      <p className="shared-mark">
        <Icon name="verify" /> {t("shared.made", { day: day(result.made) })}
      </p>
      <p className="note">
        {t("shared.id")} <code>{result.file_id}</code>
      </p>
      <p>
        <a className="button button-plain" href={`${result.video_url}?download=true`} download>
          <Icon name="download" size={18} />
          <span>{t("clip.download")}</span>
        </a>
      </p>
      <p className="note">{t("shared.ends", { when: moment(result.expires) })}</p>
    </article>
  );
}
