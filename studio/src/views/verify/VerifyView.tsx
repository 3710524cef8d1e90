import { useMutation } from "@tanstack/react-query";
import { verifyFile } from "../../api/client";
import { useWords } from "../../i18n";
import { Bar, Failure } from "../../ui/feedback";
import { FileDrop } from "../../ui/FileDrop";
import { Page } from "../../ui/Page";
import { Verdict } from "./Verdict";

/** Any file, dropped: is it marked, by whom, and what was changed since. */
export function VerifyView() {
  const { t } = useWords();
  const look = useMutation({ mutationFn: (file: File) => verifyFile(file, file.name) });
  return (
    <Page title={t("verify.title")} lead={t("verify.lead")}>
      <div className="verify">
        <FileDrop
          label={t("verify.drop")}
          note={t("verify.note")}
          accept={["video/*", "audio/*", "image/*"]}
          icon="verify"
          isLarge
          isDisabled={look.isPending}
          onFiles={([file]) => file && look.mutate(file)}
        />
        <div aria-live="polite">
          {look.isPending && (
            <div className="verify-wait">
              <p>{t("verify.reading", { file: look.variables.name })}</p>
              <Bar label={t("verify.reading", { file: look.variables.name })} fraction={null} />
            </div>
          )}
          {look.isError && <Failure error={look.error} />}
          {look.data && (
            <section aria-label={t("verify.result", { file: look.variables?.name ?? "" })}>
              <p className="eyebrow">{look.variables?.name}</p>
              <Verdict found={look.data} />
            </section>
          )}
        </div>
      </div>
    </Page>
  );
}
