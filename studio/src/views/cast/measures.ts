/** First looks at what the camera and the microphone give, while they give it. The server decides. */

const WIDTH = 160;

/** Mean brightness, 0 to 1, and how much fine detail there is (the spread of second differences). */
export function measurePicture(
  source: HTMLVideoElement,
  canvas: HTMLCanvasElement,
): { light: number; detail: number } {
  const height = Math.max(3, Math.round((WIDTH * source.videoHeight) / source.videoWidth));
  [canvas.width, canvas.height] = [WIDTH, height];
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (context === null) return { light: 0, detail: 0 };
  context.drawImage(source, 0, 0, WIDTH, height);
  const { data } = context.getImageData(0, 0, WIDTH, height);
  const grey = new Float32Array(WIDTH * height);
  let sum = 0;
  for (let at = 0; at < grey.length; at++) {
    const [red, green, blue] = [data[4 * at] ?? 0, data[4 * at + 1] ?? 0, data[4 * at + 2] ?? 0];
    grey[at] = (0.299 * red + 0.587 * green + 0.114 * blue) / 255;
    sum += grey[at] ?? 0;
  }
  return { light: sum / grey.length, detail: spread(secondDifferences(grey, height)) };
}

function secondDifferences(grey: Float32Array, height: number): number[] {
  const found: number[] = [];
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < WIDTH - 1; x++) {
      const at = y * WIDTH + x;
      const around =
        (grey[at - 1] ?? 0) + (grey[at + 1] ?? 0) + (grey[at - WIDTH] ?? 0) + (grey[at + WIDTH] ?? 0);
      found.push(around - 4 * (grey[at] ?? 0));
    }
  }
  return found;
}

function spread(values: number[]): number {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}

/** The level of a stretch of sound in decibels of full scale, and whether it clips. */
export function measureSound(samples: Float32Array): { level: number; isClipped: boolean } {
  let [sum, peak] = [0, 0];
  for (const sample of samples) {
    sum += sample * sample;
    peak = Math.max(peak, Math.abs(sample));
  }
  const level = 10 * Math.log10(sum / samples.length + 1e-10);
  return { level, isClipped: peak > 0.99 };
}

/** The quiet level of a recording: what its quietest tenth stays below. */
export function noiseOf(levels: number[]): number {
  const sorted = [...levels].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 10)] ?? -100;
}
