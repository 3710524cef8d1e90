import { useEffect, useRef, useState } from "react";
import { useWords } from "../../i18n";
import { Action } from "../../ui/controls";
import { Notice } from "../../ui/feedback";
import { Icon } from "../../ui/Icon";
import { measurePicture } from "./measures";
import { useDevice } from "./useDevice";

const WANTED = { video: { facingMode: "user", width: { ideal: 1280 } } };
const LOOK_MS = 400;
const DARK = 0.22;
const BRIGHT = 0.85;
const BLURRED = 0.02;

type Looks = { light: number; detail: number; faces: number | null };

/** A picture by the camera, with a word on light, sharpness and faces before it is taken. */
export function Camera({
  isDisabled,
  onTaken,
}: {
  isDisabled: boolean;
  onTaken: (picture: Blob) => void;
}) {
  const { t } = useWords();
  const [isOn, setOn] = useState(false);
  const device = useDevice(isOn, WANTED);
  const video = useRef<HTMLVideoElement>(null);
  const looks = useLooks(video, device.kind === "on");
  useEffect(() => {
    if (device.kind === "on" && video.current !== null) video.current.srcObject = device.stream;
  }, [device]);
  const take = () => {
    const source = video.current;
    if (source === null) return;
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [source.videoWidth, source.videoHeight];
    canvas.getContext("2d")?.drawImage(source, 0, 0);
    canvas.toBlob((picture) => picture && onTaken(picture), "image/jpeg", 0.95);
  };
  return (
    <div className="device">
      {device.kind === "on" ? (
        <>
          <video ref={video} className="device-picture" autoPlay muted playsInline aria-label={t("camera.view")} />
          <LookWords looks={looks} />
          <div className="device-actions">
            <Action look="primary" icon="camera" onPress={take} isDisabled={isDisabled}>
              {t("camera.take")}
            </Action>
            <Action look="quiet" onPress={() => setOn(false)}>
              {t("camera.off")}
            </Action>
          </div>
        </>
      ) : (
        <Action icon="camera" onPress={() => setOn(true)} isDisabled={isDisabled || device.kind === "asking"}>
          {device.kind === "asking" ? t("device.asking") : t("camera.on")}
        </Action>
      )}
      {device.kind === "refused" && <Notice kind="problem">{t(`device.${device.reason}`)}</Notice>}
    </div>
  );
}

function LookWords({ looks }: { looks: Looks | null }) {
  const { t } = useWords();
  if (looks === null) return null;
  const isLit = looks.light > DARK && looks.light < BRIGHT;
  const isSharp = looks.detail > BLURRED;
  return (
    <ul className="looks">
      {looks.faces !== null && (
        <Look isGood={looks.faces === 1} words={t("looks.faces", { n: looks.faces })} />
      )}
      <Look
        isGood={isLit}
        words={t(isLit ? "looks.light" : looks.light <= DARK ? "looks.dark" : "looks.bright")}
      />
      <Look isGood={isSharp} words={t(isSharp ? "looks.sharp" : "looks.blurred")} />
    </ul>
  );
}

export function Look({ isGood, words }: { isGood: boolean; words: string }) {
  return (
    <li className={isGood ? "is-good" : "is-bad"}>
      <Icon name={isGood ? "check" : "alert"} size={16} /> {words}
    </li>
  );
}

/** The browser's own face finder, where there is one; else the server counts after the upload. */
type FaceFinder = { detect: (source: HTMLVideoElement) => Promise<unknown[]> };
declare global {
  interface Window {
    FaceDetector?: new () => FaceFinder;
  }
}

function useLooks(video: React.RefObject<HTMLVideoElement | null>, isOn: boolean): Looks | null {
  const [looks, setLooks] = useState<Looks | null>(null);
  useEffect(() => {
    if (!isOn) return;
    const canvas = document.createElement("canvas");
    const finder = window.FaceDetector === undefined ? null : new window.FaceDetector();
    const look = async () => {
      const source = video.current;
      if (source === null || source.videoWidth === 0) return;
      const faces = finder === null ? null : await finder.detect(source).catch(() => null);
      setLooks({ ...measurePicture(source, canvas), faces: faces?.length ?? null });
    };
    const timer = setInterval(() => void look(), LOOK_MS);
    return () => {
      clearInterval(timer);
      setLooks(null);
    };
  }, [isOn, video]);
  return looks;
}
