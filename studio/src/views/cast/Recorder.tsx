import { useEffect, useRef, useState } from "react";
import { Meter } from "react-aria-components";
import { useFormats, useWords } from "../../i18n";
import { Action } from "../../ui/controls";
import { Notice } from "../../ui/feedback";
import { Look } from "./Camera";
import { measureSound, noiseOf } from "./measures";
import { useDevice } from "./useDevice";

const WANTED = { audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false } };
const KINDS = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];
const LOOK_MS = 100;
const QUIET = -42;
const NOISY = -45;

type Heard = { level: number; loudest: number; noise: number; isClipped: boolean; seconds: number };
const SILENCE: Heard = { level: -100, loudest: -100, noise: -100, isClipped: false, seconds: 0 };

/** A recording by the microphone, with a word on level, noise and clipping while it goes on. */
export function Recorder({
  label,
  longest,
  isDisabled,
  onTaken,
}: {
  label: string;
  longest: number;
  isDisabled: boolean;
  onTaken: (sound: Blob) => void;
}) {
  const { t } = useWords();
  const [isOn, setOn] = useState(false);
  const device = useDevice(isOn, WANTED);
  const stream = device.kind === "on" ? device.stream : null;
  const heard = useHeard(stream);
  useRecording(stream, onTaken);
  useEffect(() => {
    if (heard.seconds >= longest) setOn(false);
  }, [heard.seconds, longest]);
  return (
    <div className="device">
      {stream !== null && <HeardWords heard={heard} longest={longest} />}
      <Action
        look={stream !== null ? "primary" : "plain"}
        icon={stream !== null ? "check" : "microphone"}
        isDisabled={isDisabled || device.kind === "asking"}
        onPress={() => setOn(!isOn || device.kind === "refused")}
      >
        {stream !== null ? t("recorder.stop") : device.kind === "asking" ? t("device.asking") : label}
      </Action>
      {device.kind === "refused" && <Notice kind="problem">{t(`device.${device.reason}`)}</Notice>}
    </div>
  );
}

function HeardWords({ heard, longest }: { heard: Heard; longest: number }) {
  const { t } = useWords();
  const { seconds } = useFormats();
  const share = Math.min(100, Math.max(0, (heard.level + 60) * (100 / 60)));
  const isLoud = heard.loudest > QUIET;
  return (
    <>
      <Meter aria-label={t("recorder.level")} value={share} className="level">
        <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
          <rect className="bar-track" width="100" height="6" />
          <rect className="bar-fill" width={share} height="6" />
        </svg>
      </Meter>
      <p className="recorder-time">
        {seconds(heard.seconds)} / {seconds(longest)}
      </p>
      <ul className="looks">
        <Look isGood={isLoud} words={t(isLoud ? "looks.loud" : "looks.quiet")} />
        <Look
          isGood={heard.noise < NOISY}
          words={t(heard.noise < NOISY ? "looks.calm" : "looks.noisy")}
        />
        {heard.isClipped && <Look isGood={false} words={t("looks.clipped")} />}
      </ul>
    </>
  );
}

/** Level and noise of what comes in, ten times a second. */
function useHeard(stream: MediaStream | null): Heard {
  const [heard, setHeard] = useState(SILENCE);
  useEffect(() => {
    if (stream === null) return;
    const context = new AudioContext();
    const analyser = context.createAnalyser();
    analyser.fftSize = 4096;
    context.createMediaStreamSource(stream).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    const levels: number[] = [];
    const began = performance.now();
    let isClipped = false;
    const timer = setInterval(() => {
      analyser.getFloatTimeDomainData(samples);
      const now = measureSound(samples);
      levels.push(now.level);
      isClipped ||= now.isClipped;
      setHeard({
        level: now.level,
        loudest: Math.max(...levels.slice(-30)),
        noise: noiseOf(levels),
        isClipped,
        seconds: (performance.now() - began) / 1000,
      });
    }, LOOK_MS);
    return () => {
      clearInterval(timer);
      void context.close();
      setHeard(SILENCE);
    };
  }, [stream]);
  return heard;
}

/** Records while the stream is there; hands the sound on when it ends. */
function useRecording(stream: MediaStream | null, onTaken: (sound: Blob) => void): void {
  const taken = useRef(onTaken);
  taken.current = onTaken;
  useEffect(() => {
    if (stream === null) return;
    const mimeType = KINDS.find((kind) => MediaRecorder.isTypeSupported(kind));
    const recorder = new MediaRecorder(stream, mimeType === undefined ? {} : { mimeType });
    const parts: Blob[] = [];
    recorder.ondataavailable = (event) => parts.push(event.data);
    recorder.onstop = () => taken.current(new Blob(parts, { type: recorder.mimeType }));
    recorder.start(250);
    return () => {
      if (recorder.state !== "inactive") recorder.stop();
    };
  }, [stream]);
}
