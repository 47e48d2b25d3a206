/** The whole site in one element: the journey with its ports, and what shows it. */

import { render } from "preact";
import * as api from "../api/client";
import { Journey } from "../assessment/journey";
import { keepInTab, restored } from "../assessment/session";
import { uploadPhoto } from "../assessment/upload";
import { I18nProvider } from "../i18n";
import { App } from "./App";
import { followTranslation } from "./browserTranslation";
import { connection } from "./connection";
import { formatRoute, parseRoute } from "./route";

/** Show the page that the address names, and go on as people navigate; `stop` ends it. */
export function startSite(root: Element): { journey: Journey; stop: () => void } {
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
  const forget = keepInTab(journey);
  const visit = () => journey.visit(parseRoute(location.hash));
  window.addEventListener("hashchange", visit);
  followTranslation(root);
  render(
    <I18nProvider>
      <App journey={journey} />
    </I18nProvider>,
    root,
  );
  const stop = () => {
    forget();
    window.removeEventListener("hashchange", visit);
    render(null, root);
  };
  return { journey, stop };
}
