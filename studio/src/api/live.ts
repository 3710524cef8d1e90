import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { keys } from "./queries";
import type { Event, Job, JobPage } from "./types";

/**
 * Follows the server's events: progress goes straight into what is shown, everything else makes it
 * ask anew. Where the connection breaks, the browser resumes after the last event; polling goes on.
 */
export function useLiveJobs(isAllowed: boolean): boolean {
  const client = useQueryClient();
  const [isLive, setLive] = useState(false);
  useEffect(() => {
    if (!isAllowed) return;
    const source = new EventSource("/v1/events");
    const put = (event: Event) => {
      client.setQueriesData<JobPage>({ queryKey: keys.jobs }, (page) =>
        page === undefined ? page : { ...page, jobs: page.jobs.map((job) => merged(job, event)) },
      );
      client.setQueryData<Job>(keys.job(event.job), (job) => job && merged(job, event));
    };
    const ask = (event: Event) => {
      put(event);
      void client.invalidateQueries({ queryKey: keys.jobs });
      void client.invalidateQueries({ queryKey: keys.queue });
      void client.invalidateQueries({ queryKey: keys.job(event.job) });
    };
    const read = (act: (event: Event) => void) => (message: MessageEvent<string>) =>
      act(JSON.parse(message.data) as Event);
    source.addEventListener("progress", read(put));
    source.addEventListener("preview", read(put));
    source.addEventListener("status", read(ask));
    source.onopen = () => {
      setLive(true);
      void client.invalidateQueries();
    };
    source.onerror = () => setLive(false);
    return () => source.close();
  }, [client, isAllowed]);
  return isLive;
}

function merged(job: Job, event: Event): Job {
  if (job.id !== event.job) return job;
  return {
    ...job,
    progress: event.progress ?? job.progress,
    preview_url: event.preview_url ?? job.preview_url,
  };
}
