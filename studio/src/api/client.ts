import createClient from "openapi-fetch";
import type { Asset, ErrorAnswer, paths, Restored, Verification } from "./schema";

/** Every route of the native API, typed by the server's own document. */
export const api = createClient<paths>({ baseUrl: "/", credentials: "same-origin" });

/** An answer that says no: in one sentence, with the field at fault. */
export class ApiError extends Error {
  constructor(
    message: string,
    readonly status: number,
    readonly code: string,
    readonly field: string | null,
  ) {
    super(message);
  }
}

/** The server did not answer at all. */
export class Unreachable extends Error {}

type Answer<T> = { data?: T; error?: unknown; response: Response };

/** The data of an answer, or an error that can be shown. */
export async function told<T>(asked: Promise<Answer<T>>): Promise<T> {
  let answer: Answer<T>;
  try {
    answer = await asked;
  } catch {
    throw new Unreachable("unreachable");
  }
  if (!answer.response.ok) throw problem(answer.error, answer.response.status);
  return answer.data as T;
}

function problem(body: unknown, status: number): ApiError {
  const known = (body as ErrorAnswer | undefined)?.error;
  if (known?.message === undefined) return new ApiError(`HTTP ${status}`, status, "http", null);
  return new ApiError(known.message, status, known.code, known.field ?? null);
}

/** Sends one file as a form; the three routes that take files answer differently. */
async function send<T>(path: keyof paths, file: Blob, name: string): Promise<T> {
  const body = new FormData();
  body.append("file", file, name);
  let response: Response;
  try {
    response = await fetch(path, { method: "POST", body, credentials: "same-origin" });
  } catch {
    throw new Unreachable("unreachable");
  }
  const answer: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw problem(answer, response.status);
  return answer as T;
}

export const upload = (file: Blob, name: string) => send<Asset>("/v1/assets", file, name);
export const verifyFile = (file: Blob, name: string) =>
  send<Verification>("/v1/verify", file, name);
export const restoreFile = (file: Blob, name: string) =>
  send<Restored>("/v1/restore", file, name);
