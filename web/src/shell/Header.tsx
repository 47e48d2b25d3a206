import type { ComponentChildren } from "preact";
import { BrandMark, LightIcon, MoonIcon } from "../components/icons";
import { type MessageKey, useI18n } from "../i18n";
import type { Route } from "./route";
import { useTheme } from "./theme";

interface HeaderProps {
  route: Route;
  onHome: () => void;
}

const PAGES = [
  { name: "clinics", label: "app.nav.clinics" },
  { name: "statistics", label: "app.nav.statistics" },
  { name: "history", label: "app.nav.history" },
] as const satisfies { name: Route["name"]; label: MessageKey }[];

export function Header({ route, onHome }: HeaderProps) {
  const { t, locale, switchLocale } = useI18n();
  const { theme, switchTheme } = useTheme();
  return (
    <header class="site-header">
      <HomeLink class="brand" label={t("app.home")} onHome={onHome}>
        <BrandMark />
        <span class="brand-name">ScalpSpectra</span>
      </HomeLink>
      <nav class="site-nav" aria-label={t("app.nav")}>
        <HomeLink
          current={route.name === "start" ? "page" : isCheck(route) ? "true" : undefined}
          onHome={onHome}
        >
          {t("app.nav.check")}
        </HomeLink>
        {PAGES.map(({ name, label }) => (
          <a key={name} href={`#/${name}`} aria-current={route.name === name ? "page" : undefined}>
            {t(label)}
          </a>
        ))}
      </nav>
      <div class="site-switches">
        <button
          type="button"
          class="switch"
          aria-label={t(theme === "dark" ? "app.theme.light" : "app.theme.dark")}
          onClick={switchTheme}
        >
          {theme === "dark" ? <LightIcon size={20} /> : <MoonIcon />}
        </button>
        <button
          type="button"
          class="switch"
          lang={locale === "ko" ? "en" : "ko"}
          onClick={switchLocale}
        >
          {t("app.switch")}
        </button>
      </div>
    </header>
  );
}

interface HomeLinkProps {
  class?: string;
  label?: string;
  current?: "page" | "true" | undefined;
  onHome: () => void;
  children: ComponentChildren;
}

/** A link to the start page that also works when its address is the current one, as after deleting. */
function HomeLink({ class: className, label, current, onHome, children }: HomeLinkProps) {
  const goHome = (event: Event) => {
    event.preventDefault();
    onHome();
  };
  return (
    // biome-ignore lint/a11y/useValidAnchor: a link with an address, which a new tab can open
    <a class={className} href="#/" aria-label={label} aria-current={current} onClick={goHome}>
      {children}
    </a>
  );
}

/** Whether the route is one of the pages of a self-check. */
function isCheck(route: Route): boolean {
  return ["photo", "places", "check", "assessment", "report"].includes(route.name);
}
