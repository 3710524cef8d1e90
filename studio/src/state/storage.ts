/** What the browser keeps between visits; without storage (private windows) it is forgotten. */
export function recall<T>(name: string, fallback: T): T {
  try {
    const kept = localStorage.getItem(`retrat.${name}`);
    return kept === null ? fallback : (JSON.parse(kept) as T);
  } catch {
    return fallback;
  }
}

export function keep(name: string, value: unknown): void {
  try {
    localStorage.setItem(`retrat.${name}`, JSON.stringify(value));
  } catch {
    // Full or switched off: the page still works, it only forgets.
  }
}
