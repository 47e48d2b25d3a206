import { type MessageKey, useI18n } from "../i18n";
import type { Route } from "../route";
import { useTheme } from "../theme";
import { BrandMark, LightIcon, MoonIcon } from "./icons";

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
  const goHome = (event: Event) => {
    event.preventDefault(); // the address may be this one already, as after deleting
    onHome();
  };
  return (
    <header class="site-header">
      <a class="brand" href="#/" aria-label={t("app.home")} onClick={goHome}>
        <BrandMark />
        <span class="brand-name">ScalpSpectra</span>
      </a>
      <nav class="site-nav" aria-label={t("app.nav")}>
        <a
          href="#/"
          aria-current={route.name === "start" ? "page" : isCheck(route) ? "true" : undefined}
          onClick={goHome}
        >
          {t("app.nav.check")}
        </a>
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

/** The steps of a self-check belong to it, though they are pages of their own. */
function isCheck(route: Route): boolean {
  return route.name === "photo" || route.name === "assessment" || route.name === "report";
}
