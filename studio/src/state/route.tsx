import {
  createContext,
  use,
  useCallback,
  useEffect,
  useMemo,
  useState,
  type AnchorHTMLAttributes,
  type ReactNode,
} from "react";

/** Where we are: the path's parts, and what follows the question mark. */
export type Route = { parts: string[]; query: URLSearchParams };
type Navigation = { route: Route; go: (path: string) => void };

const Place = createContext<Navigation | null>(null);

function here(): Route {
  const parts = location.pathname.split("/").filter((part) => part !== "");
  return { parts, query: new URLSearchParams(location.search) };
}

export function RouteProvider({ children }: { children: ReactNode }) {
  const [route, setRoute] = useState(here);
  useEffect(() => {
    const moved = () => setRoute(here());
    addEventListener("popstate", moved);
    return () => removeEventListener("popstate", moved);
  }, []);
  const go = useCallback((path: string) => {
    history.pushState(null, "", path);
    setRoute(here());
    scrollTo(0, 0);
  }, []);
  const value = useMemo(() => ({ route, go }), [route, go]);
  return <Place value={value}>{children}</Place>;
}

export function useRoute(): Navigation {
  const place = use(Place);
  if (place === null) throw new Error("useRoute needs a RouteProvider above it");
  return place;
}

/** A link within the studio; opened in a new tab it works too. */
export function Link({ href, ...rest }: AnchorHTMLAttributes<HTMLAnchorElement> & { href: string }) {
  const { go } = useRoute();
  return (
    <a
      {...rest}
      href={href}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
        event.preventDefault();
        go(href);
      }}
    />
  );
}
