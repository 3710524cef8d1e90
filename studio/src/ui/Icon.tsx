/** Line drawings of 24 units; decoration only, the words beside them say what they mean. */
const PATHS = {
  create: "M4 20h4L19.5 8.5a2.1 2.1 0 0 0-3-3L5 17v3M14.500 7.500l3 3",
  queue: "M4 6h16M4 12h10M4 18h7M17 13v7l5-3.500z",
  gallery: "M4 5h7v6H4zM13 5h7v6h-7zM4 13h7v6H4zM13 13h7v6h-7z",
  cast: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8M4.500 20c.8-4 3.700-6 7.500-6s6.700 2 7.500 6",
  verify: "M12 3l7 3v5c0 5-3 8-7 10-4-2-7-5-7-10V6zM8.500 12l2.500 2.500 4.500-5",
  play: "M8 5l11 7-11 7z",
  open: "M7 10l5 5 5-5",
  close: "M6 6l12 12M18 6L6 18",
  download: "M12 4v11M7 11l5 5 5-5M5 20h14",
  trash: "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13M10 11v5M14 11v5",
  retry: "M20 11a8 8 0 1 0-2.300 6M20 5v6h-6",
  reuse: "M8 8h12v12H8zM16 8V4H4v12h4",
  longer: "M3 6h10v12H3zM16 12h5.500M18.500 9l3 3-3 3",
  pause: "M9 5v14M15 5v14",
  up: "M12 19V5M6 11l6-6 6 6",
  down: "M12 5v14M6 13l6 6 6-6",
  link: "M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1",
  compare: "M12 3v18M5 6h4v12H5zM15 6h4v12h-4z",
  camera: "M4 8h4l1.500-3h5L16 8h4v11H4zM12 16.500a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7",
  microphone: "M12 15a3 3 0 0 0 3-3V6a3 3 0 0 0-6 0v6a3 3 0 0 0 3 3M6 12a6 6 0 0 0 12 0M12 18v3",
  phone: "M8 3h8v18H8zM11 18h2",
  captions: "M3 6h18v12H3zM7 11h4M13 11h4M7 14h2M11 14h6",
  file: "M6 3h8l4 4v14H6zM14 3v4h4",
  dice: "M5 5h14v14H5zM9 9v.01M15 9v.01M9 15v.01M15 15v.01M12 12v.01",
  check: "M5 12.500l5 5L19 7",
  alert: "M12 4l9 16H3zM12 10v4M12 17v.01",
  plus: "M12 5v14M5 12h14",
  search: "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14M16 16l5 5",
  drag: "M9 6v.01M15 6v.01M9 12v.01M15 12v.01M9 18v.01M15 18v.01",
  back: "M19 12H5M11 6l-6 6 6 6",
  light: "M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8M12 3v1.500M12 19.500V21M3 12h1.500M19.500 12H21M5.600 5.600l1.100 1.100M17.300 17.300l1.100 1.100M5.600 18.400l1.100-1.100M17.300 6.700l1.100-1.100",
  dark: "M20 14.500A8 8 0 0 1 9.500 4a8 8 0 1 0 10.500 10.500",
  system: "M3 5h18v11H3zM9 20h6M12 16v4",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" width={size} height={size} aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
