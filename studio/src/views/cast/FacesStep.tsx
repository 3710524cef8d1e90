import type { Dispatch, SetStateAction } from "react";
import { useServerSettings } from "../../api/queries";
import { useFormats, useWords } from "../../i18n";
import { IconAction } from "../../ui/controls";
import { Bar, Failure } from "../../ui/feedback";
import { FileDrop } from "../../ui/FileDrop";
import { Icon } from "../../ui/Icon";
import { Camera } from "./Camera";
import type { Given, Sitter } from "./enrolment";
import { useGiving } from "./useGiving";

/** One to five pictures, from the camera or from files, each looked at by the server. */
export function FacesStep({
  sitter,
  setSitter,
}: {
  sitter: Sitter;
  setSitter: Dispatch<SetStateAction<Sitter>>;
}) {
  const { t } = useWords();
  const most = useServerSettings().data?.limits.most_photos ?? 5;
  const put = (change: (photos: Given[]) => Given[]) =>
    setSitter((now) => ({ ...now, photos: change(now.photos).slice(0, most) }));
  const give = useGiving("photo", (given) =>
    put((photos) => [...photos.filter((one) => one.asset.id !== given.asset.id), given]),
  );
  const isFull = sitter.photos.length >= most;
  return (
    <div>
      <p className="add-words">{t("faces.words", { most })}</p>
      <div className="giving">
        <Camera
          isDisabled={isFull || give.isPending}
          onTaken={(blob) => give.mutate([{ blob, name: "camera.jpg" }])}
        />
        <FileDrop
          label={t("faces.files")}
          note={t("faces.filesNote")}
          accept={["image/*"]}
          isMany
          isDisabled={isFull || give.isPending}
          onFiles={(files) => give.mutate(files.map((file) => ({ blob: file, name: file.name })))}
        />
      </div>
      {give.isPending && <Bar label={t("common.checking")} fraction={null} />}
      {give.isError && <Failure error={give.error} />}
      <ul className="givens" aria-live="polite">
        {sitter.photos.map((given) => (
          <Photo
            key={given.asset.id}
            given={given}
            onRemove={() => put((photos) => photos.filter((one) => one !== given))}
          />
        ))}
      </ul>
    </div>
  );
}

function Photo({ given, onRemove }: { given: Given; onRemove: () => void }) {
  const { t } = useWords();
  const { number, percent } = useFormats();
  const { asset, check } = given;
  const [width, height] = [asset.width ?? 1, asset.height ?? 1];
  return (
    <li className="given">
      <span className="given-picture">
        <img src={asset.url} alt={asset.name} />
        <svg viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
          {check.faces.map((face) => (
            <rect
              key={`${face.left}-${face.top}`}
              className="facebox"
              x={face.left}
              y={face.top}
              width={face.right - face.left}
              height={face.bottom - face.top}
            />
          ))}
        </svg>
      </span>
      <span className="given-words">
        <strong className={check.is_usable ? "is-good" : "is-bad"}>
          <Icon name={check.is_usable ? "check" : "alert"} size={16} />
          {check.is_usable ? t("check.usable") : t("check.unusable")}
        </strong>
        {check.message !== null && <span>{check.message}</span>}
        <span className="note">
          {t("check.faces", { n: check.faces.length })}
          {check.sharpness !== null && ` · ${t("check.sharpness", { n: number(check.sharpness, 1) })}`}
          {check.light !== null && ` · ${t("check.light", { n: percent(check.light) })}`}
        </span>
      </span>
      <IconAction icon="trash" name={t("faces.remove", { name: asset.name })} onPress={onRemove} />
    </li>
  );
}
