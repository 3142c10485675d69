/** Writes `sdk/ERRORS.md`, the page that errors point to, from their texts: `node sdk/scripts/errors-page.ts`. */
import { writeFile } from "node:fs/promises";

import { CATALOGUE } from "../src/errors/catalogue.ts";

/** Where the page is. */
export const ERRORS_PAGE = new URL("../ERRORS.md", import.meta.url);

/** The page as it should be. */
export function errorsPage(): string {
  const lines = [
    "# Errors",
    "",
    "Every `CausewayError` has a `code`, which is a heading here. What is in `{braces}` is an entry of its `args`;",
    "`:time` means unix seconds. For reverts, code and arguments are those of the Solidity error, and amounts are native units.",
    "",
    "<!-- Made by `node sdk/scripts/errors-page.ts` from `sdk/src/errors/texts`. Do not edit. -->",
  ];
  for (const { title, texts } of CATALOGUE) {
    lines.push("", `## ${title}`);
    for (const [code, [says, next]] of Object.entries(texts))
      lines.push("", `### ${code}`, "", says, `**Next:** ${next}`);
  }
  lines.push(
    "",
    "## Codec",
    "",
    "Codes that begin with `Codec_` or `Erc7930_` come from reading or writing the wire format: the message names the value that is wrong.",
    "Correct it and try again.",
    "",
  );
  return lines.join("\n");
}

if (import.meta.main) await writeFile(ERRORS_PAGE, errorsPage());
