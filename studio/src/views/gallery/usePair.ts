import { useRef, useState } from "react";

/** How far two players may be apart before one is set right, in seconds. */
const DRIFT_SECONDS = 0.12;

/** Two players on one clock: played, held and moved together; which of them is heard. */
export function usePair() {
  const a = useRef<HTMLVideoElement>(null);
  const b = useRef<HTMLVideoElement>(null);
  const [isPlaying, setPlaying] = useState(false);
  const [at, setAt] = useState(0);
  const [length, setLength] = useState(0);
  const players = () => [a.current, b.current].filter((player) => player !== null);
  const seek = (seconds: number) => {
    for (const player of players()) player.currentTime = Math.min(seconds, player.duration || 0);
    setAt(seconds);
  };
  const toggle = () => {
    if (!isPlaying && players().every((player) => player.ended)) seek(0);
    for (const player of players()) {
      if (isPlaying) player.pause();
      // Refused where a pause comes before it has begun, which is what was wanted then.
      else if (!player.ended) void player.play().catch(() => undefined);
    }
    setPlaying(!isPlaying);
  };
  const follow = () => {
    const now = Math.max(...players().map((player) => player.currentTime));
    for (const player of players()) {
      const isLate = !player.ended && now - player.currentTime > DRIFT_SECONDS;
      if (isLate && isPlaying) player.currentTime = now;
    }
    setAt(now);
    if (players().every((player) => player.ended)) setPlaying(false);
  };
  const measure = () => setLength(Math.max(...players().map((player) => player.duration || 0)));
  return { a, b, isPlaying, at, length, toggle, seek, follow, measure };
}
