import { useState, type ReactNode } from "react";
import { useQueue, useServerSettings } from "./api/queries";
import { LANGUAGES, useFormats, useWords, type Language } from "./i18n";
import type { Key } from "./i18n/en";
import { Link, useRoute } from "./state/route";
import { useTheme, type Theme } from "./state/theme";
import { IconAction, Picker } from "./ui/controls";
import { Notice } from "./ui/feedback";
import { ForPhone } from "./ui/ForPhone";
import { Icon, type IconName } from "./ui/Icon";
import { Sheet } from "./ui/Sheet";

const VIEWS: { id: IconName & ("create" | "queue" | "gallery" | "cast" | "verify"); name: Key }[] = [
  { id: "create", name: "nav.create" },
  { id: "queue", name: "nav.queue" },
  { id: "gallery", name: "nav.gallery" },
  { id: "cast", name: "nav.cast" },
  { id: "verify", name: "nav.verify" },
];

/** What stands around every view: the name, the way about, the machine, language and light. */
export function Shell({
  isLive,
  isDown,
  children,
}: {
  isLive: boolean;
  isDown: boolean;
  children: ReactNode;
}) {
  const { t } = useWords();
  return (
    <div className="shell">
      <a className="skip" href="#view">
        {t("nav.skip")}
      </a>
      <header className="rail">
        <Link href="/" className="wordmark">
          Retrat
        </Link>
        <Navigation />
        <footer className="rail-foot">
          <Machine isLive={isLive} />
          <Preferences />
        </footer>
      </header>
      <main id="view" className="view" tabIndex={-1}>
        {isDown && <Notice kind="problem">{t("common.unreachable")}</Notice>}
        {children}
      </main>
    </div>
  );
}

function Navigation() {
  const { t } = useWords();
  const { route } = useRoute();
  const here = route.parts[0] ?? "create";
  const counts = useQueue().data?.counts;
  const waiting = (counts?.queued ?? 0) + (counts?.running ?? 0) + (counts?.paused ?? 0);
  return (
    <nav className="nav" aria-label={t("nav.label")}>
      {VIEWS.map((view) => (
        <Link
          key={view.id}
          href={view.id === "create" ? "/" : `/${view.id}`}
          className="nav-link"
          aria-current={here === view.id ? "page" : undefined}
        >
          <Icon name={view.id} />
          <span>{t(view.name)}</span>
          {view.id === "queue" && waiting > 0 && (
            <span className="nav-count">
              {waiting}
              <span className="hidden"> {t("nav.waiting")}</span>
            </span>
          )}
        </Link>
      ))}
    </nav>
  );
}

/** What computes, and whether we hear from it. */
function Machine({ isLive }: { isLive: boolean }) {
  const { t } = useWords();
  const { bytes } = useFormats();
  const settings = useServerSettings().data;
  return (
    <div className={isLive ? "machine" : "machine machine-away"}>
      <span className={isLive ? "lamp lamp-on" : "lamp"} aria-hidden="true" />
      <span>
        <strong>{isLive ? t("machine.here") : t("machine.away")}</strong>
        {settings && (
          <span className="machine-line">
            {settings.device} · {settings.compute} · {bytes(settings.memory_bytes)}
          </span>
        )}
      </span>
    </div>
  );
}

const NEXT: Record<Theme, Theme> = { system: "light", light: "dark", dark: "system" };

function Preferences() {
  const { t, language, setLanguage } = useWords();
  const [theme, setTheme] = useTheme();
  const names = { system: "theme.system", light: "theme.light", dark: "theme.dark" } as const;
  return (
    <div className="preferences">
      <Picker<Language>
        label={t("nav.language")}
        isLabelHidden
        value={language}
        onChange={setLanguage}
        options={(Object.keys(LANGUAGES) as Language[]).map((id) => ({ id, name: LANGUAGES[id] }))}
      />
      <IconAction icon={theme} name={t(names[theme])} onPress={() => setTheme(NEXT[theme])} />
      <OnPhone />
    </div>
  );
}

/** The way from this screen to the same studio on a phone. */
function OnPhone() {
  const { t } = useWords();
  const settings = useServerSettings().data;
  const [isOpen, setOpen] = useState(false);
  return (
    <span className="onphone">
      <IconAction icon="phone" name={t("phone.open")} onPress={() => setOpen(true)} />
      <Sheet title={t("phone.open")} isOpen={isOpen} onClose={() => setOpen(false)} size="small">
        <ForPhone address={settings?.public_url ?? location.origin} />
      </Sheet>
    </span>
  );
}
