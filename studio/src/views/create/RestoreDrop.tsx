import { useMutation } from "@tanstack/react-query";
import { restoreFile } from "../../api/client";
import type { JobRequest } from "../../api/types";
import { useWords } from "../../i18n";
import { draftOf, useDraft } from "../../state/draft";
import { useRoute } from "../../state/route";
import { Failure, Notice } from "../../ui/feedback";
import { FileDrop } from "../../ui/FileDrop";

/** A clip of Retrat's carries its settings: dropped here, they become the draft. */
export function RestoreDrop() {
  const { t } = useWords();
  const { replace } = useDraft();
  const { go } = useRoute();
  const restore = useMutation({
    mutationFn: (file: File) => restoreFile(file, file.name),
    onSuccess: (found) => {
      replace(draftOf(found.request as Partial<JobRequest>));
      go("/");
    },
  });
  const missing = restore.data?.missing ?? [];
  return (
    <div className="restore">
      <FileDrop
        label={t("restore.label")}
        accept={["video/mp4"]}
        icon="reuse"
        isDisabled={restore.isPending}
        onFiles={([file]) => file && restore.mutate(file)}
      />
      {restore.isError && <Failure error={restore.error} />}
      {restore.isSuccess && (
        <Notice kind={missing.length > 0 ? "plain" : "good"}>
          {missing.length > 0
            ? t("restore.missing", { files: missing.join(", ") })
            : t("restore.done")}
        </Notice>
      )}
    </div>
  );
}
