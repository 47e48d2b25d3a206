import "./shell/trustedTypes";
import { startSite } from "./shell/site";
import "./fonts/fonts.css";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/frame.css";
import "./styles/controls.css";
import "./styles/dialog.css";
import "./styles/start.css";
import "./styles/progress.css";
import "./styles/result.css";
import "./styles/symptoms.css";
import "./styles/viewer.css";

const root = document.getElementById("app");
if (root === null) throw new Error("index.html has no #app");
startSite(root);

// After loading, so that precaching does not compete with the first page.
if (import.meta.env.PROD && "serviceWorker" in navigator) {
  window.addEventListener("load", () => {
    navigator.serviceWorker.register("/sw.js").catch(() => undefined); // refused: no offline page
  });
}
