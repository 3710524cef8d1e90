import { useFormats } from "../../i18n";
import { sidesOf, type Size } from "../../state/sizes";

/** The picture's proportions with crop marks, as the camera will have them. */
export function Viewfinder({ size, seconds }: { size: Size; seconds: number }) {
  const formats = useFormats();
  const [width, height] = sidesOf(size);
  const scale = 200 / Math.max(width, height);
  const [across, down] = [width * scale, height * scale];
  const [left, top] = [(240 - across) / 2, (216 - down) / 2];
  const [right, bottom] = [left + across, top + down];
  const mark = 14;
  return (
    <svg className="viewfinder" viewBox="0 0 240 216" aria-hidden="true">
      <rect className="viewfinder-frame" x={left} y={top} width={across} height={down} />
      <path
        className="viewfinder-third"
        d={`M${left + across / 3} ${top}V${bottom}M${left + (2 * across) / 3} ${top}V${bottom}M${left} ${top + down / 3}H${right}M${left} ${top + (2 * down) / 3}H${right}`}
      />
      <g className="viewfinder-sitter">
        <circle cx="120" cy={108 - down * 0.1} r={Math.min(across, down) * 0.15} />
        <path
          d={`M${120 - Math.min(across, down) * 0.32} ${bottom}C${120 - Math.min(across, down) * 0.3} ${108 + down * 0.12} ${120 + Math.min(across, down) * 0.3} ${108 + down * 0.12} ${120 + Math.min(across, down) * 0.32} ${bottom}Z`}
        />
      </g>
      <path
        className="viewfinder-marks"
        d={`M${left} ${top + mark}V${top}H${left + mark}M${right - mark} ${top}H${right}V${top + mark}M${right} ${bottom - mark}V${bottom}H${right - mark}M${left + mark} ${bottom}H${left}V${bottom - mark}`}
      />
      <text className="viewfinder-words" x={right - 8} y={top + 16} textAnchor="end">
        {formats.seconds(seconds)}
      </text>
    </svg>
  );
}
