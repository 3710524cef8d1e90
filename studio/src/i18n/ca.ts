import { en, type Key } from "./en"; export const ca: Record<Key, string> = en;
