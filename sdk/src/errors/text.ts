/**
 * What an error says and what to do about it: two sentences each. `{name}` stands for the argument of that name, `{name:time}` for one
 * that is a time in unix seconds.
 */
export type ErrorText = readonly [says: string, next: string];

/** Names of the arguments that a text mentions. */
export type Placeholder<T extends string> = T extends `${string}{${infer P}}${infer Rest}`
  ? (P extends `${infer Name}:${string}` ? Name : P) | Placeholder<Rest>
  : never;

/** The arguments that both sentences of a text need. */
export type ArgsOf<T extends ErrorText> = Readonly<
  Record<Placeholder<T[0]> | Placeholder<T[1]>, string | number | bigint>
>;

/** Gives a value the name that a person knows it by; undefined for values that have none. */
export type Naming = (value: string) => string | undefined;

/** `sentence` with its arguments filled in; `naming` replaces ids and addresses by names. */
export function fill(sentence: string, args: Readonly<Record<string, unknown>>, naming?: Naming): string {
  return sentence.replaceAll(/\{(\w+)(?::(\w+))?\}/g, (_, name: string, format?: string) => {
    const value = args[name];
    if (format === "time") return timeText(value);
    return (typeof value === "string" ? naming?.(value) : undefined) ?? shown(value);
  });
}

/** The names of the placeholders in `sentence`. */
export function placeholders(sentence: string): string[] {
  return [...sentence.matchAll(/\{(\w+)(?::\w+)?\}/g)].map(([, name]) => name as string);
}

/** Bytes of any length may come from a chain; a message has to stay readable. */
function shown(value: unknown): string {
  const text = String(value);
  return text.length > 140 ? `${text.slice(0, 140)}… (${text.length} characters)` : text;
}

function timeText(value: unknown): string {
  const milliseconds = Number(value) * 1000;
  // Beyond what Date can hold (8.64e15 ms) the number itself is all there is to say.
  return Math.abs(milliseconds) <= 8.64e15 ? new Date(milliseconds).toISOString() : `unix second ${value}`;
}
