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

/** An option with a value, such as `-n prod`; it may be given several times. */
export interface Option {
  /** Without dashes. */
  readonly name: string;
  /** One letter. */
  readonly short?: string;
  /** What the value is, for the help: `NAMESPACE`. */
  readonly value: string;
}

/** What was typed after the command's name. */
export interface CommandLine {
  readonly flags: ReadonlySet<string>;
  /** The values of each option, in the order in which they were typed. */
  readonly values: ReadonlyMap<string, readonly string[]>;
  readonly words: readonly string[];
}

export interface Command {
  /** As it is typed: `config check`. */
  readonly name: string;
  readonly summary: string;
  /** Flags it takes, without dashes. */
  readonly flags: readonly string[];
  readonly options?: readonly Option[];
  /** Whether words may follow its name. */
  readonly takesWords?: boolean;
  /** Its own help, for a command that its name and flags do not explain. */
  readonly help?: string;
  /** May throw: a UserError `usage` is exit code 2, everything else 1. */
  run(terminal: Terminal, line: CommandLine): Promise<ExitCode> | ExitCode;
}
