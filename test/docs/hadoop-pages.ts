/** The pages of Hadoop's committers, and of magic-copy beside them. */
import type { Page } from "./page.js";

export const hadoopPages: readonly Page[] = [
  {
    name: "file-output-v1",
    headers: ["hadoop/file-output-v1.ts", "shared/file-output.ts"],
    variants: { "fs=atomic-rename": undefined, "requests=all": undefined },
  },
  {
    name: "file-output-v2",
    headers: ["hadoop/file-output-v2.ts"],
    variants: { "fs=atomic-rename": undefined },
  },
  {
    name: "magic",
    headers: ["hadoop/magic.ts"],
    variants: {
      "track=memory&commits=messages": undefined,
      "complete=task": undefined,
      "requests=all": undefined,
    },
  },
  {
    name: "magic-copy",
    headers: ["magic-copy.ts"],
    variants: { "find=handed": undefined },
  },
  { name: "staging-directory", headers: ["hadoop/staging-directory.ts", "shared/staging.ts"] },
  { name: "staging-partitioned", headers: ["hadoop/staging-partitioned.ts", "shared/staging.ts"] },
  {
    name: "manifest-committer",
    headers: ["hadoop/manifest-committer.ts"],
    variants: { "fs=s3a": undefined },
  },
  { name: "direct", headers: ["direct.ts"] },
];
