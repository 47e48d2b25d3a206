import "./trusted";
import { render } from "preact";
import * as api from "./api";
import { App } from "./app";
import { connection } from "./connection";
import { I18nProvider } from "./i18n";
import { Journey } from "./journey";
import { formatRoute, parseRoute } from "./route";
import { keepInTab, restored } from "./session";
import "./fonts/fonts.css";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/controls.css";
import "./styles/start.css";
import "./styles/progress.css";
import "./styles/result.css";
import "./styles/symptoms.css";
import "./styles/viewer.css";
import { followTranslation } from "./translated";
import { uploadPhoto } from "./upload";

const journey = new Journey(
  {
    create: api.createAssessment,
    upload: uploadPhoto,
    get: api.getAssessment,
    remove: api.deleteAssessment,
    connection,
    navigate: (route, how) => {
      // Unlike a change of location.hash, these raise no event: the journey is there already.
      if (how === "push") history.pushState(null, "", formatRoute(route));
      else history.replaceState(null, "", formatRoute(route));
    },
  },
  parseRoute(location.hash),
  restored(),
);
keepInTab(journey);
window.addEventListener("hashchange", () => journey.visit(parseRoute(location.hash)));

const root = document.getElementById("app");
if (root === null) throw new Error("index.html has no #app");
followTranslation(root);
render(
  <I18nProvider>
    <App journey={journey} />
  </I18nProvider>,
  root,
);

// After everything that the first page needs, so that fetching ahead takes nothing away from it.
if (import.meta.env.PROD && "serviceWorker" in navigator) {
  window.addEventListener("load", () => {
    navigator.serviceWorker.register("/sw.js").catch(() => undefined); // refused: no offline page
  });
}
