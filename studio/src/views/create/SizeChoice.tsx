import { useWords } from "../../i18n";
import { likest, pixelsOf, proportionOf, shapesOf, sidesOf, type Size } from "../../state/sizes";
import { Choice } from "../../ui/controls";

type Given = { size: Size; sizes: Size[]; onChange: (size: Size) => void };

/** The shape of the picture, and how fine it is where a shape has several sizes. */
export function SizeChoice({ size, sizes, onChange }: Given) {
  const { t } = useWords();
  const shapes = shapesOf(sizes);
  const sizesOf = (proportion: string) =>
    shapes.find((shape) => shape.proportion === proportion)?.sizes ?? [size];
  const own = sizesOf(proportionOf(size));
  return (
    <>
      <Choice
        label={t("shot.size")}
        look="tiles"
        value={proportionOf(size)}
        onChange={(proportion) => onChange(likest(size, sizesOf(proportion)))}
        options={shapes.map(({ proportion, sizes: [largest, ...smaller] }) => ({
          id: proportion,
          name: t(shapeOf(largest)),
          note: smaller.length > 0 ? proportion : pixelsOf(largest),
          picture: <Shape size={largest} />,
        }))}
      />
      {own.length > 1 && <Detail size={size} sizes={own} onChange={onChange} />}
    </>
  );
}

/** The sizes of one shape; two have names that say what each is good for. */
function Detail({ size, sizes, onChange }: Given) {
  const { t } = useWords();
  const names = sizes.length === 2 ? [t("detail.sharp"), t("detail.quick")] : [];
  return (
    <Choice
      label={t("shot.detail")}
      value={size}
      onChange={onChange}
      note={names.length > 0 ? t("detail.note") : undefined}
      options={sizes.map((id, place) => {
        const name = names[place];
        return name === undefined ? { id, name: pixelsOf(id) } : { id, name, note: pixelsOf(id) };
      })}
    />
  );
}

function shapeOf(size: Size): "shape.square" | "shape.wide" | "shape.tall" {
  const [width, height] = sidesOf(size);
  return width === height ? "shape.square" : width > height ? "shape.wide" : "shape.tall";
}

function Shape({ size }: { size: Size }) {
  const [width, height] = sidesOf(size);
  const scale = 20 / Math.max(width, height);
  const [across, down] = [width * scale, height * scale];
  return (
    <svg className="icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
      <rect x={12 - across / 2} y={12 - down / 2} width={across} height={down} rx="1.5" />
    </svg>
  );
}
