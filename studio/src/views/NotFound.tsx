import { useWords } from "../i18n";
import { Link } from "../state/route";
import { Empty } from "../ui/feedback";
import { Page } from "../ui/Page";

/** An address that leads nowhere. */
export function NotFound() {
  const { t } = useWords();
  return (
    <Page title={t("missing.title")}>
      <Empty
        title={t("missing.words")}
        action={
          <Link href="/" className="button button-plain">
            {t("missing.back")}
          </Link>
        }
      />
    </Page>
  );
}
