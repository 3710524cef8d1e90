import type { Asset, Check, Enrolment, Statement, StatementRequest } from "../../api/types";

/** A picture or recording that was given, and what the server found in it. */
export type Given = { asset: Asset; check: Check };

/** What somebody answered to one statement, which its code names. */
export type Agreement = { code: string; hasAgreed: boolean; recording: Asset | null };

/** Somebody on the way into the cast. */
export type Sitter = {
  name: string;
  guardian: string;
  purposes: StatementRequest["purposes"];
  until: string;
  photos: Given[];
  voices: Given[];
  agreement: Agreement | null;
};

export const PURPOSES: StatementRequest["purposes"] = ["private", "family", "school", "publish"];
const MODES: StatementRequest["modes"] = ["image", "reference", "audio"];

/** The day a year from now, as date fields write it. */
export function inAYear(): string {
  const day = new Date();
  day.setFullYear(day.getFullYear() + 1);
  return day.toISOString().slice(0, 10);
}

export function newSitter(): Sitter {
  return {
    name: "",
    guardian: "",
    purposes: ["private", "family"],
    until: inAYear(),
    photos: [],
    voices: [],
    agreement: null,
  };
}

/** Their answer to this statement; what they said to another one counts for nothing. */
export function agreementTo({ code }: Statement, sitter: Sitter): Agreement {
  if (sitter.agreement?.code === code) return sitter.agreement;
  return { code, hasAgreed: false, recording: null };
}

/** Files that can be used; the others stay in sight with the reason why not. */
export function usable(given: Given[]): string[] {
  return given.filter(({ check }) => check.is_usable).map(({ asset }) => asset.id);
}

export function statementOf(sitter: Sitter): StatementRequest {
  const covers: StatementRequest["covers"] = [];
  if (usable(sitter.photos).length > 0) covers.push("face");
  if (usable(sitter.voices).length > 0) covers.push("voice");
  return {
    name: sitter.name.trim(),
    covers,
    purposes: sitter.purposes,
    modes: MODES,
    until: sitter.until,
    guardian: sitter.guardian.trim() || null,
  };
}

/** What is sent: what was agreed to, word for word, and the recording of it if there is one. */
export function enrolmentOf(sitter: Sitter, shown: Statement): Enrolment {
  const { recording } = agreementTo(shown, sitter);
  const { name, purposes, modes, until, guardian } = statementOf(sitter);
  return {
    name,
    photos: usable(sitter.photos),
    voices: usable(sitter.voices),
    purposes,
    modes,
    until,
    guardian,
    statement: shown.text,
    recording: recording?.id ?? null,
    has_agreed: true,
  };
}
