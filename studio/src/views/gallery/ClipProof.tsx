import { useQuery } from "@tanstack/react-query";
import { verifyFile } from "../../api/client";
import type { Job } from "../../api/types";
import { useWords } from "../../i18n";
import { Failure, Waiting } from "../../ui/feedback";
import { Verdict } from "../verify/Verdict";

/** The clip's own marks, read from the file as anybody would; not what we remember of it. */
export function ClipProof({ job }: { job: Job }) {
  const { t } = useWords();
  const url = job.result?.url ?? "";
  const proof = useQuery({
    queryKey: ["proof", job.id],
    queryFn: async () => {
      const file = await (await fetch(url)).blob();
      return verifyFile(file, `${job.id}.mp4`);
    },
    staleTime: Infinity,
  });
  return (
    <section aria-labelledby="proof-title">
      <h2 id="proof-title" className="section-title">
        {t("clip.proof")}
      </h2>
      {proof.isPending && <Waiting count={1} />}
      {proof.isError && <Failure error={proof.error} onRetry={() => void proof.refetch()} />}
      {proof.data && <Verdict found={proof.data} isCompact />}
    </section>
  );
}
