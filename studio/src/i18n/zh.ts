import { en, type Key } from "./en"; export const zh: Record<Key, string> = en;
