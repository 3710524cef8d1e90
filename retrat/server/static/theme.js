// Before the first paint, so that a chosen theme doesn't flash the other one.
try {
  const theme = localStorage.getItem("retrat.theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // Storage can be switched off; the system's theme holds then.
}
