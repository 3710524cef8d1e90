import { spokenSeconds } from "./draft";

/** Words on the clip's clock, in seconds. */
export type Cue = { start: number; end: number; words: string };

// As the server lays speech out: a moment of quiet where there is room, then line after line, with
// a pause after every sentence but the last.
const LEAD_SECONDS = 0.3;
const END_SECONDS = 0.3; // of that pause, beyond what a sentence's own length counts for its end
const LONGEST_LINE = 64;
const SENTENCE_END = /(?<=[.!?…])\s+/;

/**
 * The words in quotes as captions. When they are said is estimated from how long they are. What a
 * clip goes on from, up to `newFrom`, has other words.
 */
export function cuesOf(prompt: string, seconds: number, newFrom: number): Cue[] {
  const clipSeconds = seconds - newFrom;
  const pieces = [...prompt.matchAll(/"([^"]*)"|“([^”]*)”/g)].flatMap((found) =>
    pausedLines((found[1] ?? found[2] ?? "").trim()),
  );
  const lengths = pieces.map(({ words }) => spokenSeconds(words));
  const total = sum(lengths);
  const waits = sum(pieces.map(({ wait }) => wait));
  const faster = Math.min(1, clipSeconds / Math.max(total, 0.001));
  const room = Math.max(0, clipSeconds - 2 * LEAD_SECONDS - total);
  const patience = Math.min(1, room / Math.max(waits, 0.001));
  let at = Math.min(LEAD_SECONDS, Math.max(0, (clipSeconds - total - patience * waits) / 2));
  return pieces.map(({ words, wait }, index) => {
    const start = at + patience * wait;
    at = Math.min(clipSeconds, start + (lengths[index] ?? 0) * faster);
    return { start: newFrom + start, end: newFrom + at, words };
  });
}

function sum(numbers: number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}

/** A line's sentences in short pieces, each with the pause before it. */
function pausedLines(line: string): { words: string; wait: number }[] {
  const sentences = line.split(SENTENCE_END).map(shortLines);
  return sentences.flatMap((pieces, sentence) =>
    pieces.map((words, index) => ({
      words,
      wait: sentence > 0 && index === 0 ? END_SECONDS : 0,
    })),
  );
}

/** A line in pieces that fit under a small picture, broken between words. */
function shortLines(line: string): string[] {
  const lines: string[] = [];
  let now = "";
  for (const word of line.split(/\s+/)) {
    if (now !== "" && now.length + word.length >= LONGEST_LINE) {
      lines.push(now);
      now = "";
    }
    now = now === "" ? word : `${now} ${word}`;
  }
  return /[\p{L}\p{N}]/u.test(now) ? [...lines, now] : lines;
}

/** The same as a WebVTT file. */
export function vttOf(cues: Cue[]): string {
  const blocks = cues.map(
    ({ start, end, words }) => `${clock(start)} --> ${clock(end)}\n${escaped(words)}\n`,
  );
  return ["WEBVTT\n", ...blocks].join("\n");
}

function clock(seconds: number): string {
  return new Date(Math.round(seconds * 1000)).toISOString().slice(11, 23);
}

/** Words as cues take them, in a file and in the player: there `<` would begin a tag. */
export function escaped(words: string): string {
  return words.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
