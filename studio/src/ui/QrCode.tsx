import { encodeQR } from "qr";

const QUIET = 4;

/** An address for a phone's camera: dark on light in both themes, as cameras expect. */
export function QrCode({ address, name }: { address: string; name: string }) {
  const squares = encodeQR(address, "raw", { ecc: "medium", border: QUIET });
  const path = squares.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : "")));
  return (
    <svg
      className="qr"
      viewBox={`0 0 ${squares.length} ${squares.length}`}
      role="img"
      aria-label={name}
      shapeRendering="crispEdges"
    >
      <path d={path.join("")} />
    </svg>
  );
}
