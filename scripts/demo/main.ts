/** `make demo`: the main job end to end, over the real contracts of both messengers. */
import { document, stepLine, tables } from "./print.ts";
import { readSettings, USAGE } from "./settings.ts";
import { Story } from "./story.ts";

try {
  const settings = readSettings(process.argv.slice(2));
  if (settings === undefined) console.log(USAGE);
  else {
    const { json } = settings;
    const outcome = await Story.play(settings, {
      progress: (text) => console.error(`demo: ${text} …`),
      step: (step) => (json ? console.error(`demo: ${step.name}`) : console.log(stepLine(step))),
    });
    console.log(json ? document(outcome) : `\n${tables(outcome)}`);
  }
} catch (error) {
  console.error(`demo: ${line(error)}`);
  process.exitCode = 1;
}

/** One line: what was wrong and what to do next. */
function line(error: unknown): string {
  if (error instanceof Error && "line" in error) return String(error.line);
  return (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "";
}
