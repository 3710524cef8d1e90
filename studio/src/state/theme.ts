import { useEffect, useState } from "react";

export type Theme = "system" | "light" | "dark";
const NAME = "retrat.theme"; // plain text, because public/theme.js reads it before the first paint

function kept(): Theme {
  try {
    const theme = localStorage.getItem(NAME);
    return theme === "light" || theme === "dark" ? theme : "system";
  } catch {
    return "system";
  }
}

/** Light, dark or as the system wants. */
export function useTheme(): [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState(kept);
  useEffect(() => {
    const root = document.documentElement;
    if (theme === "system") delete root.dataset.theme;
    else root.dataset.theme = theme;
    try {
      localStorage.setItem(NAME, theme);
    } catch {
      // Holds for this visit.
    }
  }, [theme]);
  return [theme, setTheme];
}
