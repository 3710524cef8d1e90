import { useQuality } from "../../api/queries";
import type { Job } from "../../api/types";
import { useWords } from "../../i18n";
import { useQualityRows } from "./Quality";
import { useMakingRows, useSettingsRows } from "./Settings";

type Pair = [name: string, value: string, other: string];

/** How two clips were made, line by line; what differs first, and marked. */
export function Differences({ a, b }: { a: Job; b: Job }) {
  const { t } = useWords();
  const settings = paired(useSettingsRows(a), useSettingsRows(b));
  const making = paired(useMakingRows(a), useMakingRows(b));
  const quality = paired(useQualityRows(useQuality(a.id)), useQualityRows(useQuality(b.id)));
  const isSame = ([, value, other]: Pair) => value === other;
  const rows = [
    ...settings.filter((row) => !isSame(row)).map((row) => ({ row, isDifferent: true })),
    ...[...settings.filter(isSame), ...quality, ...making].map((row) => ({ row, isDifferent: false })),
  ];
  return (
    <table className="differences">
      <caption className="hidden">{t("clip.settings")}</caption>
      <thead>
        <tr>
          <th scope="col">
            <span className="hidden">{t("clip.settings")}</span>
          </th>
          <th scope="col">A</th>
          <th scope="col">B</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ row: [name, value, other], isDifferent }) => (
          <tr key={name} className={isDifferent ? "is-different" : ""}>
            <th scope="row">{name}</th>
            <td>{value}</td>
            <td>
              {other}
              {isDifferent && <span className="hidden"> ({t("compare.differs")})</span>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The rows of two clips side by side, by their names, where one of them says anything. */
function paired(a: [string, string][], b: [string, string][]): Pair[] {
  const [ofA, ofB] = [new Map(a), new Map(b)];
  const names = [...new Set([...ofA.keys(), ...ofB.keys()])];
  const pairs = names.map((name): Pair => [name, ofA.get(name) ?? "", ofB.get(name) ?? ""]);
  return pairs.filter(([, value, other]) => value !== "" || other !== "");
}
