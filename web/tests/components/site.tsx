/** The whole site in a document without a browser, in front of an API that the test writes down. */

import "fake-indexeddb/auto";
import { cleanup, screen, waitFor } from "@testing-library/preact";
import { userEvent } from "@testing-library/user-event";
import { render } from "preact";
import { afterEach, vi } from "vitest";
import enApp from "../../src/i18n/en/app.json";
import koApp from "../../src/i18n/ko/app.json";
import { startSite } from "../../src/site";

export { screen, waitFor };
