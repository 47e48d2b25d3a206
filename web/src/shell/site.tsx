/** Composition root: the journey with its ports, and the components that show it. */

import { render } from "preact";
import * as api from "../api/client";
import { Journey } from "../assessment/journey";
import { persistSession, persistShots, restoreSession, restoreShots } from "../assessment/session";
import { uploadPhoto } from "../assessment/upload";
import { I18nProvider } from "../i18n";
import { App } from "./App";
import { followBrowserTranslation } from "./browserTranslation";
import { connection } from "./connection";
import { formatRoute, parseRoute } from "./route";

/** Render the site into `root` and follow navigation until `stop` is called. */
export function startSite(root: Element): { journey: Journey; stop: () => void } {
  const shots = restoreShots();
  const journey = new Journey(
    {
      create: api.createAssessment,
      upload: uploadPhoto,
      get: api.getAssessment,
      remove: api.deleteAssessment,
      connection,
      loadSample: () => import("../parts/photo/sample").then((part) => part.loadSample()),
      navigate: (route, how) => {
        // Unlike a change of location.hash, these raise no event: the journey has the route already.
        if (how === "push") history.pushState(null, "", formatRoute(route));
        else history.replaceState(null, "", formatRoute(route));
      },
    },
    parseRoute(location.hash),
    restoreSession(),
  );
  const stopPersisting = [persistSession(journey), persistShots(shots)];
  const visit = () => journey.visit(parseRoute(location.hash));
  window.addEventListener("hashchange", visit);
  followBrowserTranslation(root);
  render(
    <I18nProvider>
      <App journey={journey} shots={shots} />
    </I18nProvider>,
    root,
  );
  const stop = () => {
    for (const stopOne of stopPersisting) stopOne();
    window.removeEventListener("hashchange", visit);
    render(null, root);
  };
  return { journey, stop };
}
