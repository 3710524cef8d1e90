import { useMutation, useQuery } from "@tanstack/react-query";
import { api, told, upload } from "../../api/client";
import { useAsset } from "../../api/queries";
import { useFormats, useWords } from "../../i18n";
import { IconAction } from "../../ui/controls";
import { Bar, Failure, Notice } from "../../ui/feedback";
import { FileDrop } from "../../ui/FileDrop";

type Use = "image" | "place" | "audio";

const ACCEPT: Record<Use, string[]> = {
  image: ["image/*"],
  place: ["image/*"],
  audio: ["audio/*", "video/*"],
};

/** The first frame, the place or the sound track: uploaded at once, checked, and kept by its hash. */
export function FileSlot({
  use,
  id,
  onChange,
}: {
  use: Use;
  id: string | null;
  onChange: (id: string | null) => void;
}) {
  const { t } = useWords();
  const send = useMutation({
    mutationFn: (file: File) => upload(file, file.name),
    onSuccess: (asset) => onChange(asset.id),
  });
  return (
    <section className="slot">
      <h2 className="label">{t(`slot.${use}`)}</h2>
      {id !== null ? (
        <Kept use={use} id={id} onRemove={() => onChange(null)} />
      ) : (
        <FileDrop
          label={t(`slot.${use}Choose`)}
          note={t(`slot.${use}Note`)}
          accept={ACCEPT[use]}
          icon={use === "audio" ? "microphone" : "camera"}
          isDisabled={send.isPending}
          onFiles={([file]) => file && send.mutate(file)}
        />
      )}
      {send.isPending && <Bar label={t("common.uploading")} fraction={null} />}
      {send.isError && <Failure error={send.error} />}
    </section>
  );
}

function Kept({ use, id, onRemove }: { use: Use; id: string; onRemove: () => void }) {
  const { t } = useWords();
  const { seconds } = useFormats();
  const params = { path: { asset: id } };
  const asset = useAsset(id);
  const check = useQuery({
    queryKey: ["check", id, use],
    queryFn: () =>
      told(api.GET("/v1/assets/{asset}/check", { params: { ...params, query: { use } } })),
    enabled: asset.isSuccess,
  });
  if (asset.isError) return <Failure error={asset.error} onRetry={onRemove} />;
  return (
    <div className="slot-kept">
      {use === "audio" ? (
        // A sound track has no picture of its own; the browser's player is what everybody knows.
        <audio src={`/v1/assets/${id}/content`} controls />
      ) : (
        <img src={`/v1/assets/${id}/content`} alt="" />
      )}
      <div>
        <strong>{asset.data?.name}</strong>
        <span className="note">
          {asset.data?.seconds != null && seconds(asset.data.seconds)}
          {asset.data?.width != null && `${asset.data.width} × ${asset.data.height}`}
        </span>
        {check.data?.message && <Notice kind="problem">{check.data.message}</Notice>}
      </div>
      <IconAction icon="close" name={t("slot.remove")} onPress={onRemove} />
    </div>
  );
}
