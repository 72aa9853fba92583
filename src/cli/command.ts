/** What a command may touch of the world; a test gives its own. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The text of a file; throws when it cannot be read. */
  readonly readFile: (path: string) => string;
  readonly writeFile: (path: string, text: string) => void;
  /** Results: one call, one line. */
  readonly print: (line: string) => void;
  /** Results of any size, as they are; resolves when there is room for more. */
  readonly write: (text: string) => Promise<void>;
  /** What is on stdin, in pieces. */
  readonly input: () => AsyncIterable<Uint8Array>;
  /** Messages for the person at the terminal, on stderr. */
  readonly tell: (line: string) => void;
  /** Resolves with the signal's name when the process is asked to stop. */
  readonly untilStopped: () => Promise<string>;
}

/** 0 fine, 1 the check failed, 2 wrong usage. */
export type ExitCode = 0 | 1 | 2;

export interface Command {
  /** As it is typed: `config check`. */
  readonly name: string;
  readonly summary: string;
  /** Flags it takes, without dashes. */
  readonly flags: readonly string[];
  /** One word more that it may take, as help calls it: `FILE`. */
  readonly operand?: string;
  run(terminal: Terminal, flags: ReadonlySet<string>, operand?: string): Promise<ExitCode> | ExitCode;
}
