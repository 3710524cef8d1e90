import type { ReactNode } from "react";
import { Button, DropZone, type FileDropItem, FileTrigger } from "react-aria-components";
import { Icon, type IconName } from "./Icon";

/** A place for files: dropped, pasted, or chosen with the button inside. */
export function FileDrop({
  label,
  note,
  accept,
  icon = "file",
  isMany = false,
  isLarge = false,
  isDisabled = false,
  onFiles,
  children,
}: {
  label: string;
  note?: string;
  accept: string[];
  icon?: IconName;
  isMany?: boolean;
  isLarge?: boolean;
  isDisabled?: boolean;
  onFiles: (files: File[]) => void;
  children?: ReactNode;
}) {
  return (
    <DropZone
      aria-label={label}
      className={isLarge ? "drop drop-large" : "drop"}
      isDisabled={isDisabled}
      onDrop={(event) => {
        const files = event.items.filter((item): item is FileDropItem => item.kind === "file");
        void Promise.all(files.map((item) => item.getFile())).then(
          (found) => found.length > 0 && onFiles(isMany ? found : found.slice(0, 1)),
        );
      }}
    >
      <FileTrigger
        acceptedFileTypes={accept}
        allowsMultiple={isMany}
        onSelect={(list) => list && list.length > 0 && onFiles([...list])}
      >
        <Button className="drop-button" isDisabled={isDisabled}>
          <Icon name={icon} size={isLarge ? 28 : 20} />
          <span className="drop-label">{label}</span>
          {note && <span className="drop-note">{note}</span>}
        </Button>
      </FileTrigger>
      {children}
    </DropZone>
  );
}
