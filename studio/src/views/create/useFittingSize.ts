import { useEffect } from "react";
import { useAsset, useServerSettings } from "../../api/queries";
import { useDraft } from "../../state/draft";
import { likest } from "../../state/sizes";

/** Keeps the draft's size one that can be made: that of the clip it goes on from, else a listed one. */
export function useFittingSize(): void {
  const { draft, change } = useDraft();
  const before = useAsset(draft.continues).data;
  const sizes = useServerSettings().data?.limits.sizes ?? [draft.size];
  const given = before?.width && before.height ? `${before.width}x${before.height}` : draft.size;
  const listed = sizes.includes(draft.size) ? draft.size : likest(draft.size, sizes);
  const size = draft.continues === null ? listed : given;
  useEffect(() => {
    if (size !== draft.size) change({ size });
  }, [size, draft.size, change]);
}
