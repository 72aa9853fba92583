import { z } from 'zod';

/** Of GitHub's answers only what is read. */

export const commitListSchema = z.array(z.object({ sha: z.string() }));

export const changedFileSchema = z.object({
  filename: z.string(),
  status: z.string(),
  previous_filename: z.string().optional(),
  /** Of what the file was after the commit. */
  sha: z.string().nullish(),
  /** Absent of large and of binary files. */
  patch: z.string().optional(),
});

export const commitSchema = z.object({
  sha: z.string(),
  html_url: z.string().default(''),
  commit: z.object({
    message: z.string(),
    author: z.object({ name: z.string().nullish() }).nullish(),
    tree: z.object({ sha: z.string() }),
  }),
  parents: z.array(z.object({ sha: z.string() })),
  files: z.array(changedFileSchema).default([]),
});
export type Commit = z.infer<typeof commitSchema>;

export const refSchema = z.object({ object: z.object({ sha: z.string() }) });
export const shaSchema = z.object({ sha: z.string() });

export const treeSchema = z.object({
  tree: z.array(z.object({ path: z.string(), mode: z.string(), type: z.string(), sha: z.string() })),
  truncated: z.boolean().default(false),
});

export const contentSchema = z.object({
  type: z.string(),
  encoding: z.string().default(''),
  sha: z.string(),
  content: z.string().default(''),
});

export const repositorySchema = z.object({
  allow_merge_commit: z.boolean().default(true),
  allow_squash_merge: z.boolean().default(false),
  allow_rebase_merge: z.boolean().default(false),
});

export const pullSchema = z.object({
  number: z.int(),
  node_id: z.string(),
  html_url: z.string(),
  state: z.enum(['open', 'closed']),
  merged_at: z.string().nullish(),
  head: z.object({ sha: z.string() }),
  base: z.object({ ref: z.string() }),
  auto_merge: z.unknown().nullish(),
  /** In the answer for one pull request only. */
  mergeable_state: z.string().optional(),
  commits: z.int().optional(),
});
export type Pull = z.infer<typeof pullSchema>;
export function isMerged({ merged_at: at }: Pull): boolean {
  return at !== null && at !== undefined;
}

export const pullListSchema = z.array(pullSchema);

export const mergedSchema = z.object({ merged: z.boolean() });
export const graphSchema = z.object({ errors: z.array(z.object({ message: z.string() })).default([]) });
