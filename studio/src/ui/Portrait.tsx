import { useState } from "react";
import type { Member } from "../api/types";

/** The first enrolled picture; initials where there is none, or it is gone. */
export function Portrait({ member }: { member: Member }) {
  const [isGone, setGone] = useState(false);
  const url = member.photo_urls[0];
  const initials = [...member.name].slice(0, 1).join("").toUpperCase();
  return (
    <span className="portrait">
      {url !== undefined && !isGone ? (
        <img src={url} alt="" loading="lazy" onError={() => setGone(true)} />
      ) : (
        <span aria-hidden="true">{initials}</span>
      )}
    </span>
  );
}
