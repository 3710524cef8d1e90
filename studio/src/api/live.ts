import { type Query, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { keys, refreshJobs } from "./queries";
import type { Event, Job, JobPage } from "./types";

/** What a break does not make old: a clip's own marks, and a statement that is being read aloud. */
const LASTING = new Set<unknown>(["proof", "statement"]);

/** How long to wait before opening anew what the browser gave up (a proxy's error page, a 401). */
const REOPEN_MS = 3_000;

/**
 * Follows the server's events: progress goes straight into what is shown, everything else makes it
 * ask anew. Where the connection breaks, the browser resumes after the last event; polling goes on.
 */
export function useLiveJobs(isAllowed: boolean): boolean {
  const client = useQueryClient();
  const [isLive, setLive] = useState(false);
  useEffect(() => {
    if (!isAllowed) return;
    const put = (event: Event) => {
      client.setQueriesData<JobPage>({ queryKey: keys.jobs }, (page) =>
        page === undefined ? page : { ...page, jobs: page.jobs.map((job) => merged(job, event)) },
      );
      client.setQueryData<Job>(keys.job(event.job), (job) => job && merged(job, event));
    };
    const ask = (event: Event) => {
      put(event);
      refreshJobs(client);
      void client.invalidateQueries({ queryKey: keys.job(event.job) });
    };
    const read = (act: (event: Event) => void) => (message: MessageEvent<string>) =>
      act(JSON.parse(message.data) as Event);
    const listen = (source: EventSource) => {
      source.addEventListener("progress", read(put));
      source.addEventListener("preview", read(put));
      source.addEventListener("status", read(ask));
      source.onopen = () => {
        setLive(true);
        const predicate = ({ queryKey }: Query) => !LASTING.has(queryKey[0]);
        void client.invalidateQueries({ predicate }, { cancelRefetch: false });
      };
    };
    return keptOpen("/v1/events", listen, () => setLive(false));
  }, [client, isAllowed]);
  return isLive;
}

/** A connection that is opened again however it ended, until what is returned is called. */
function keptOpen(url: string, listen: (source: EventSource) => void, onLost: () => void): () => void {
  let source: EventSource;
  let timer: ReturnType<typeof setTimeout>;
  const open = () => {
    source = new EventSource(url);
    listen(source);
    source.onerror = () => {
      onLost();
      if (source.readyState === EventSource.CLOSED) timer = setTimeout(open, REOPEN_MS);
    };
  };
  open();
  return () => {
    clearTimeout(timer);
    source.close();
  };
}

function merged(job: Job, event: Event): Job {
  if (job.id !== event.job) return job;
  return {
    ...job,
    state: event.state ?? job.state,
    progress: event.progress ?? job.progress,
    preview_url: event.preview_url ?? job.preview_url,
  };
}
