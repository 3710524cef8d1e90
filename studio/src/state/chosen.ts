import { useCast } from "../api/queries";
import type { DraftPerson } from "./draft";

/** The consent id of each person, also of those whom a request names by their name. */
export function useIdOf(): (person: DraftPerson) => string | null {
  const members = useCast().data?.members ?? [];
  return ({ cast }) => {
    const standing = members.filter((member) => member.state === "standing");
    const named = standing.find((member) => member.id === cast) ?? standing.find((member) => member.name === cast);
    return named?.id ?? cast;
  };
}
