import { useLiveJobs } from "./api/live";
import { useSession } from "./api/queries";
import { Shell } from "./Shell";
import { useRoute } from "./state/route";
import { CastView } from "./views/cast/CastView";
import { CreateView } from "./views/create/CreateView";
import { CompareView } from "./views/gallery/CompareView";
import { ClipView } from "./views/gallery/ClipView";
import { GalleryView } from "./views/gallery/GalleryView";
import { NotFound } from "./views/NotFound";
import { QueueView } from "./views/queue/QueueView";
import { SharedView } from "./views/shared/SharedView";
import { SignIn } from "./views/SignIn";
import { VerifyView } from "./views/verify/VerifyView";

/** Which view an address shows. A shared result stands alone: whoever has the link sees only it. */
export function App() {
  const { route } = useRoute();
  const [first, second] = route.parts;
  if (first === "r" && second !== undefined) return <SharedView secret={second} />;
  return <Studio />;
}

function Studio() {
  const session = useSession();
  const isAllowed = session.data?.is_allowed ?? false;
  const isLive = useLiveJobs(isAllowed);
  if (session.data !== undefined && !isAllowed) return <SignIn />;
  return (
    <Shell isLive={isLive || session.isPending} isDown={session.isError}>
      <CurrentView />
    </Shell>
  );
}

function CurrentView() {
  const { route } = useRoute();
  const [view = "create", rest] = route.parts;
  if (view === "gallery" && rest === "compare") return <CompareView />;
  if (view === "gallery" && rest !== undefined) return <ClipView key={rest} id={rest} />;
  switch (view) {
    case "create":
      return <CreateView />;
    case "queue":
      return <QueueView />;
    case "gallery":
      return <GalleryView />;
    case "cast":
      return <CastView />;
    case "verify":
      return <VerifyView />;
    default:
      return <NotFound />;
  }
}
