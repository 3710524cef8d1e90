import { useEffect, useRef, useSyncExternalStore } from "react";

const QUERY = "(prefers-reduced-motion: reduce)";

function listen(reader: () => void): () => void {
  const query = matchMedia(QUERY);
  query.addEventListener("change", reader);
  return () => query.removeEventListener("change", reader);
}

/** Whether this person wants things to stand still. */
export function usePrefersStill(): boolean {
  return useSyncExternalStore(listen, () => matchMedia(QUERY).matches);
}

/** A small moving picture; one still of it for whoever wants things to stand still. */
export function Moving({ src, alt }: { src: string; alt: string }) {
  const isStill = usePrefersStill();
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (!isStill) return;
    const image = new Image();
    image.onload = () => {
      const target = canvas.current;
      if (target === null) return;
      [target.width, target.height] = [image.naturalWidth, image.naturalHeight];
      target.getContext("2d")?.drawImage(image, 0, 0);
    };
    image.src = src;
  }, [isStill, src]);
  return isStill ? (
    <canvas ref={canvas} role="img" aria-label={alt} />
  ) : (
    <img src={src} alt={alt} className="moving" />
  );
}
