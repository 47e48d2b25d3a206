import fontLicenceUrl from "pretendard/dist/LICENSE.txt?url";
import { useI18n } from "../i18n";

export function Footer() {
  const { t, period } = useI18n();
  return (
    <footer class="site-footer">
      <div class="footer-words">
        <section>
          <h2>{t("app.footer.device.title")}</h2>
          <p>{t("app.footer.device")}</p>
        </section>
        <section>
          <h2>{t("app.footer.privacy.title")}</h2>
          <p>{t("app.footer.privacy", { period })}</p>
        </section>
      </div>
      <ul class="footer-links" role="list">
        <li>
          <a href="#/ask">{t("app.footer.ask")}</a>
        </li>
        <li>
          <a href="/api/v1/docs">{t("app.footer.api")}</a>
        </li>
        <li>
          <a href="/licences.txt">{t("app.footer.licences")}</a>
        </li>
        <li>
          <a href={fontLicenceUrl}>{t("app.footer.font")}</a>
        </li>
      </ul>
    </footer>
  );
}
