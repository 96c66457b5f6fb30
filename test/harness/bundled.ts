/** The tests of the rules' pages, as bundled by `npm run rule`. */

import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

await import(/* @vite-ignore */ pathToFileURL(resolve("dist/harness/rules.test.mjs")).href);
