import { useWords } from "../../i18n";
import { asLarge, pixelsOf, proportionOf, shapesOf, shapeWith, sidesOf, type Size } from "../../state/sizes";
import { Choice } from "../../ui/controls";

type Given = { size: Size; sizes: Size[]; onChange: (size: Size) => void };

/** The shape of the picture, and how fine it is where a shape has several sizes. */
export function SizeChoice({ size, sizes, onChange }: Given) {
  const { t } = useWords();
  const shapes = shapesOf(sizes);
  const sizesOf = (proportion: string) =>
    shapes.find((shape) => shape.proportion === proportion)?.sizes ?? [size];
  const own = shapeWith(size, shapes);
  return (
    <>
      <Choice
        label={t("shot.size")}
        look="tiles"
        value={own?.proportion ?? proportionOf(size)}
        onChange={(proportion) => onChange(asLarge(size, sizesOf(proportion)))}
        options={shapes.map(({ proportion, sizes: [largest, ...smaller] }) => ({
          id: proportion,
          name: t(shapeOf(largest)),
          note: smaller.length > 0 ? proportion : pixelsOf(largest),
          picture: <Shape size={largest} />,
        }))}
      />
      {own !== undefined && own.sizes.length > 1 && <Detail size={size} sizes={own.sizes} onChange={onChange} />}
    </>
  );
}

/** The sizes of one shape; two or three have names that say what each is good for. */
function Detail({ size, sizes, onChange }: Given) {
  const { t } = useWords();
  const known = [t("detail.finest"), t("detail.sharp"), t("detail.quick")];
  const names = sizes.length === 2 || sizes.length === 3 ? known.slice(-sizes.length) : [];
  return (
    <Choice
      label={t("shot.detail")}
      value={size}
      onChange={onChange}
      note={names.length > 0 ? t(sizes.length === 3 ? "detail.notes" : "detail.note") : undefined}
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
