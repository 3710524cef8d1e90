/** A size in pixels as the server writes it, such as 640x384. */
export type Size = string;
/** Sizes of nearly one proportion, that of the largest, which comes first. */
export type Shape = { proportion: string; sizes: [Size, ...Size[]] };
/** Proportions whose logarithms are nearer look alike: 16:9 and 5:3. */
const ALIKE = 0.1;

/** Width and height. */
export function sidesOf(size: Size): [number, number] {
  const [width = 1, height = 1] = size.split("x").map(Number);
  return [width, height];
}

/** 640 × 384, as people read it. */
export function pixelsOf(size: Size): string {
  return size.replace("x", " × ");
}

/** 5:3 for 640x384, and for 320x192. */
export function proportionOf(size: Size): string {
  const [width, height] = sidesOf(size);
  const common = commonDivisor(width, height);
  return `${width / common}:${height / common}`;
}

/** The sizes by their proportion, in the order in which those are listed. */
export function shapesOf(sizes: Size[]): Shape[] {
  const shapes: Shape[] = [];
  for (const size of [...sizes].sort((a, b) => areaOf(b) - areaOf(a))) {
    const shape = shapeWith(size, shapes);
    if (shape === undefined) shapes.push({ proportion: proportionOf(size), sizes: [size] });
    else shape.sizes.push(size);
  }
  const placeOf = (shape: Shape) => sizes.findIndex((size) => shape.sizes.includes(size));
  return shapes.sort((a, b) => placeOf(a) - placeOf(b));
}

/** The shape that a size has, if it is one of these. */
export function shapeWith(size: Size, shapes: Shape[]): Shape | undefined {
  return shapes.find(({ sizes: [largest] }) => bend(largest, size) < ALIKE);
}

/** The one that is as large as a size, or nearly. */
export function asLarge(size: Size, sizes: Size[]): Size {
  return [...sizes].sort((one, other) => growth(one, size) - growth(other, size))[0] ?? size;
}

/** The one that is most like a size: first in its proportion, then in how large it is. */
export function likest(size: Size, sizes: Size[]): Size {
  const unlike = (one: Size, other: Size) =>
    bend(one, size) - bend(other, size) || growth(one, size) - growth(other, size);
  return [...sizes].sort(unlike)[0] ?? size;
}

function areaOf(size: Size): number {
  const [width, height] = sidesOf(size);
  return width * height;
}

function growth(size: Size, from: Size): number {
  return Math.abs(Math.log(areaOf(size) / areaOf(from)));
}

function bend(size: Size, from: Size): number {
  const [[width, height], [widthBefore, heightBefore]] = [sidesOf(size), sidesOf(from)];
  return Math.abs(Math.log((width * heightBefore) / (height * widthBefore)));
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}
