import type { ReactNode } from "react";
import { ProgressBar } from "react-aria-components";
import { ApiError, Unreachable } from "../api/client";
import { useFormats, useWords } from "../i18n";
import { Action } from "./controls";
import { Icon, type IconName } from "./Icon";

/** Something that has to be said: that it went wrong, that it worked, what to know. */
export function Notice({
  kind,
  children,
  action,
}: {
  kind: "problem" | "good" | "plain";
  children: ReactNode;
  action?: ReactNode;
}) {
  const icon: IconName = kind === "problem" ? "alert" : kind === "good" ? "check" : "system";
  return (
    <div className={`notice notice-${kind}`} role={kind === "problem" ? "alert" : "status"}>
      <Icon name={icon} />
      <div className="notice-words">{children}</div>
      {action}
    </div>
  );
}

/** What of a request is not heeded, in the server's own sentences; nothing where all is. */
export function Notes({ label, notes }: { label: string; notes: readonly string[] }) {
  if (notes.length === 0) return null;
  return (
    <ul className="notes note" aria-label={label}>
      {notes.map((note) => (
        <li key={note}>{note}</li>
      ))}
    </ul>
  );
}

/** An error in one sentence, and a way to try again where that may help. */
export function Failure({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useWords();
  return (
    <Notice
      kind="problem"
      action={onRetry && <Action onPress={onRetry}>{t("common.tryAgain")}</Action>}
    >
      {sentence(error, t("common.unreachable"), t("common.failed"))}
    </Notice>
  );
}

/** What to show of an error; the server's own sentences are shown as they are. */
export function sentence(error: unknown, unreachable: string, failed: string): string {
  if (error instanceof ApiError) return error.message;
  if (error instanceof Unreachable) return unreachable;
  return error instanceof Error && error.message !== "" ? error.message : failed;
}

/** What stands where nothing is yet, and what to do about it. */
export function Empty({
  title,
  children,
  action,
}: {
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className="empty">
      <div className="empty-frame" aria-hidden="true">
        <span />
      </div>
      <h2 className="empty-title">{title}</h2>
      {children && <p className="empty-words">{children}</p>}
      {action}
    </div>
  );
}

/** A place where something is being fetched; says so only to those who can't see it. */
export function Waiting({ count = 3, shape = "row" }: { count?: number; shape?: "row" | "frame" }) {
  const { t } = useWords();
  return (
    <div className={`waiting waiting-${shape}`} role="status">
      <span className="hidden">{t("common.loading")}</span>
      {Array.from({ length: count }, (_, index) => (
        <span key={index} className="skeleton" />
      ))}
    </div>
  );
}

/** How far something is. */
export function Bar({ label, fraction }: { label: string; fraction: number | null }) {
  const { percent } = useFormats();
  const value = fraction ?? 0;
  return (
    <ProgressBar
      aria-label={label}
      value={value * 100}
      valueLabel={percent(value)}
      isIndeterminate={fraction === null}
      className="bar"
    >
      <svg className="bar-drawing" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
        <rect className="bar-track" width="100" height="1" />
        <rect className={fraction === null ? "bar-fill bar-unknown" : "bar-fill"} width={fraction === null ? 30 : value * 100} height="1" />
      </svg>
    </ProgressBar>
  );
}
