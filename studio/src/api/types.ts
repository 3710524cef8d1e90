/** Names for shapes that the server's document gives no name of their own. */
import type { Job } from "./schema";

export type * from "./schema";
export type StateName = Job["state"];
export type Mode = Job["mode"];
