import { useCallback, useSyncExternalStore } from "react";
import type { Asset, JobRequest, Mode, Person } from "../api/types";
import { keep, recall } from "./storage";

/** Words in quotes, and which of the chosen people says them (counted from 1). */
export type Line = { id: string; person: number; words: string };

/** Somebody who appears: of the cast, or by files that an earlier clip used. */
export type DraftPerson = { cast: string | null; photos: string[]; voice: string | null; usesVoice: boolean };

/** A clip that is being thought out. Kept by the browser until it is sent, and after. */
export type Draft = {
  title: string;
  scene: string;
  lines: Line[];
  mode: Mode;
  people: DraftPerson[];
  image: string | null;
  /** A picture of where it happens. */
  place: string | null;
  audio: string | null;
  /** The clip, a file of the server's, that this one goes on from. */
  continues: string | null;
  face: number | null;
  seconds: number;
  /** Whether the length follows the words; not any more once somebody has chosen one. */
  followsWords: boolean;
  size: string;
  seed: number | null;
  steps: number | null;
  hasSound: boolean;
  /** The language of the visible label, if there shall be one. */
  label: NonNullable<JobRequest["label"]> | null;
  /** What it is for, as the people in it agreed to; nothing is said of it where it is null. */
  purpose: NonNullable<JobRequest["purpose"]> | null;
  model: string | null;
};

export const EMPTY: Draft = {
  title: "",
  scene: "",
  lines: [],
  mode: "text",
  people: [],
  image: null,
  place: null,
  audio: null,
  continues: null,
  face: null,
  seconds: 4,
  followsWords: true,
  size: "512x512",
  seed: null,
  steps: null,
  hasSound: true,
  label: null,
  purpose: null,
  model: null,
};

const NAME = "draft";
let current: Draft = { ...EMPTY, ...recall<Partial<Draft>>(NAME, {}) };
const readers = new Set<() => void>();

function put(next: Draft): void {
  current = next;
  keep(NAME, next);
  for (const reader of readers) reader();
}

function listen(reader: () => void): () => void {
  readers.add(reader);
  return () => readers.delete(reader);
}

/** The draft, and ways to change some of it or to put another in its place. */
export function useDraft() {
  const draft = useSyncExternalStore(listen, () => current);
  const change = useCallback((part: Partial<Draft>) => put(fitted({ ...current, ...part })), []);
  return { draft, change, replace: put };
}

/** The prompt as the model reads it: the scene, then who says what. */
export function promptOf(draft: Draft): string {
  const spoken = draft.lines.filter((line) => line.words.trim() !== "");
  const said = spoken.map((line) => {
    const who = castOf(draft).length > 1 ? `character${line.person}` : "The person";
    return `${who} says: "${line.words.trim().replaceAll('"', "'")}"`;
  });
  return [draft.scene.trim(), ...said].filter((part) => part !== "").join(" ");
}

/** The people that count in the draft's mode. */
export function castOf(draft: Draft): DraftPerson[] {
  return draft.mode === "reference" || draft.mode === "audio" ? draft.people : [];
}

/** Whether a picture may say where it happens: one that the clip begins with says so already. */
export function hasPlace(draft: Draft): boolean {
  return draft.mode !== "image" && draft.continues === null;
}

/** Whether somebody whose consent is asked for may be in the clip. */
export function mayShowPeople(draft: Draft): boolean {
  return draft.mode !== "text" || draft.continues !== null;
}

/** What is sent to the server. */
export function requestOf(draft: Draft, model: string): JobRequest {
  const hasAudio = draft.mode === "audio";
  return {
    prompt: promptOf(draft),
    people: castOf(draft).map((person) => personOf(person, hasAudio)),
    image: draft.mode === "image" ? draft.image : null,
    place: hasPlace(draft) ? draft.place : null,
    audio: hasAudio ? draft.audio : null,
    continues: draft.continues,
    face: draft.face,
    seconds: draft.seconds,
    size: draft.size,
    seed: draft.seed,
    steps: draft.steps,
    has_sound: hasAudio || draft.hasSound,
    label: draft.label,
    purpose: mayShowPeople(draft) ? draft.purpose : null,
    model,
    title: draft.title.trim() || null,
  };
}

function personOf(person: DraftPerson, hasAudio: boolean): Person {
  return {
    cast: person.cast,
    photos: person.photos,
    voice: hasAudio ? null : person.voice,
    uses_voice: person.usesVoice && !hasAudio,
  };
}

/** An earlier request as a draft: its words stay one text, quotes and all. */
export function draftOf(request: Partial<JobRequest>): Draft {
  const people = request.people ?? [];
  const mode: Mode =
    request.audio ? "audio" : people.length > 0 ? "reference" : request.image ? "image" : "text";
  return {
    ...EMPTY,
    title: request.title ?? "",
    scene: request.prompt ?? "",
    mode,
    people: people.map((person) => ({
      cast: person.cast ?? null,
      photos: person.photos ?? [],
      voice: person.voice ?? null,
      usesVoice: person.uses_voice ?? true,
    })),
    image: request.image ?? null,
    place: request.place ?? null,
    audio: request.audio ?? null,
    continues: request.continues ?? null,
    face: request.face ?? null,
    seconds: request.seconds ?? EMPTY.seconds,
    followsWords: request.seconds == null,
    size: request.size ?? EMPTY.size,
    seed: request.seed ?? null,
    steps: request.steps ?? null,
    hasSound: request.has_sound ?? true,
    label: request.label ?? null,
    purpose: request.purpose ?? null,
    model: request.model ?? null,
  };
}

/** What comes after a clip: who appears, how it looks and sounds stay; what happens is new. */
export function draftAfter(request: Partial<JobRequest>, clip: Asset, longest: number): Draft {
  const before = draftOf(request);
  return {
    ...before,
    title: "",
    scene: "",
    mode: before.people.length > 0 ? "reference" : "text",
    image: null,
    place: null,
    audio: null,
    continues: clip.id,
    seconds: Math.min(EMPTY.seconds, longest),
    followsWords: false,
    size: `${clip.width}x${clip.height}`,
    seed: null,
  };
}

/** About how long words take to say: 0.4 s a word, a little for each pause. */
export function spokenSeconds(text: string): number {
  const words = text.match(/[\p{L}\p{N}'’]+/gu)?.length ?? 0;
  const pauses = text.match(/[,.;:!?]/g)?.length ?? 0;
  return words * 0.38 + pauses * 0.15;
}

const SHORT_SECONDS = 2;
const LONG_SECONDS = 10;
const AROUND_WORDS = 0.8; // seconds before the first word and after the last
const STEP_SECONDS = 0.5;

/** The draft with a length that its words need, as the server chooses it where none is given. */
function fitted(draft: Draft): Draft {
  if (!draft.followsWords) return draft;
  const spoken = spokenSeconds(quotedWords(draft));
  if (spoken === 0) return { ...draft, seconds: EMPTY.seconds };
  const needed = Math.ceil((spoken + AROUND_WORDS) / STEP_SECONDS) * STEP_SECONDS;
  return { ...draft, seconds: Math.min(LONG_SECONDS, Math.max(SHORT_SECONDS, needed)) };
}

/** All words in quotes, in the scene and in the lines. */
export function quotedWords(draft: Draft): string {
  return [...promptOf(draft).matchAll(/["“]([^"”]*)["”]/g)].map((found) => found[1] ?? "").join(" ");
}
