import { useEffect, useState } from "react";

export type DeviceState =
  | { kind: "off" }
  | { kind: "asking" }
  | { kind: "on"; stream: MediaStream }
  | { kind: "refused"; reason: "insecure" | "denied" | "missing" };

/** Camera or microphone while it is wanted; let go of as soon as it is not. */
export function useDevice(isWanted: boolean, wanted: MediaStreamConstraints): DeviceState {
  const [state, setState] = useState<DeviceState>({ kind: "off" });
  const spelt = JSON.stringify(wanted);
  useEffect(() => {
    if (!isWanted) {
      setState({ kind: "off" });
      return;
    }
    // Browsers hide the devices on pages that came over plain HTTP from another machine.
    if (navigator.mediaDevices === undefined) {
      setState({ kind: "refused", reason: "insecure" });
      return;
    }
    let stream: MediaStream | null = null;
    let isOver = false;
    const release = () => stream?.getTracks().forEach((track) => track.stop());
    setState({ kind: "asking" });
    navigator.mediaDevices.getUserMedia(JSON.parse(spelt) as MediaStreamConstraints).then(
      (opened) => {
        stream = opened;
        if (isOver) release();
        else setState({ kind: "on", stream: opened });
      },
      (error: DOMException) => {
        const reason = error.name === "NotAllowedError" ? "denied" : "missing";
        if (!isOver) setState({ kind: "refused", reason });
      },
    );
    return () => {
      isOver = true;
      release();
    };
  }, [isWanted, spelt]);
  return state;
}
