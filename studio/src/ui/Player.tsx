import { type ComponentProps, type RefObject, useEffect, useRef } from "react";
import { useWords } from "../i18n";
import { type Cue, escaped } from "../state/captions";
import { keep, recall } from "../state/storage";

const WANTED = "captions";

/** A clip with its spoken words as captions; whether they are shown is remembered. */
export function Player({
  cues,
  player,
  ...video
}: ComponentProps<"video"> & { cues: Cue[]; player?: RefObject<HTMLVideoElement | null> }) {
  const own = useRef<HTMLVideoElement>(null);
  const used = player ?? own;
  useCaptions(used, cues);
  return <video {...video} ref={used} className="clip-video" playsInline />;
}

/** A text track made here: no file, and no address that the page's policy would have to allow. */
function useCaptions(video: RefObject<HTMLVideoElement | null>, cues: Cue[]): void {
  const { t } = useWords();
  const label = t("clip.captions");
  const spelt = JSON.stringify(cues);
  useEffect(() => {
    const tracks = video.current?.textTracks;
    const wanted = JSON.parse(spelt) as Cue[];
    if (tracks === undefined || wanted.length === 0) return;
    const track = tracks[0] ?? video.current?.addTextTrack("captions", label, "en");
    if (track === undefined) return;
    track.mode = recall(WANTED, true) ? "showing" : "hidden";
    for (const cue of wanted) track.addCue(new VTTCue(cue.start, cue.end, escaped(cue.words)));
    const remember = () => keep(WANTED, track.mode === "showing");
    tracks.addEventListener("change", remember);
    return () => {
      tracks.removeEventListener("change", remember);
      for (const cue of [...(track.cues ?? [])]) track.removeCue(cue);
    };
  }, [video, spelt, label]);
}
