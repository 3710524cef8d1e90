import type { Verification } from "../../api/types";
import { useWords } from "../../i18n";
import { Icon, type IconName } from "../../ui/Icon";

const ICONS: Record<Verification["verdict"], IconName> = {
  intact: "check",
  altered: "alert",
  unmarked: "search",
};

/** What a file says of itself: the verdict in large letters, then every finding in a sentence. */
export function Verdict({ found, isCompact = false }: { found: Verification; isCompact?: boolean }) {
  const { t } = useWords();
  const [, ...findings] = found.sentences;
  return (
    <div className={`verdict verdict-${found.verdict} ${isCompact ? "verdict-compact" : ""}`}>
      <p className="verdict-stamp">
        <Icon name={ICONS[found.verdict]} size={isCompact ? 20 : 28} />
        <span>{t(`verdict.${found.verdict}`)}</span>
      </p>
      <p>{t(`verdict.${found.verdict}Note`)}</p>
      <ul className="findings">
        {findings.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      {found.file_id !== null && (
        <p className="note">
          {t("verdict.id")} <code>{found.file_id}</code>
        </p>
      )}
      {!isCompact && (
        <details className="details">
          <summary>{t("verdict.details")}</summary>
          <pre tabIndex={0}>{JSON.stringify(found.details, null, 2)}</pre>
        </details>
      )}
    </div>
  );
}
