/** What is expected of the commit protocols of table formats, and what each expectation is taken to mean. */
import type { Hypothesis, HypothesisRow, HypothesisTable, NoHypothesis } from "../../src/check/hypotheses.js";
import { columns } from "./table-format-columns.js";

type Cell = Hypothesis | NoHypothesis;
type More = Omit<Hypothesis, "says" | "expects">;

/** What the letters of the document stand for, in properties. */
const broken = {
  L: ["no-lost-rows"],
  D: ["no-duplicate-rows"],
  C: ["readable"],
} as const;

/** It is safe: nothing that was acknowledged is lost, duplicated or unreadable, and nothing that has failed is there. */
const safe = (says: string, more: More = {}): Cell => ({ says, expects: ["holds", "loud"], ...more });
const bad = (says: string, violates: readonly string[], more: More = {}): Cell => {
  return { says, expects: ["violated"], violates, ...more };
};
const L = (more: More = {}, says = "L"): Cell => bad(says, broken.L, more);
const D = (more: More = {}, says = "D"): Cell => bad(says, broken.D, more);
const C = (more: More = {}, says = "C"): Cell => bad(says, broken.C, more);
const ok = (more: More = {}, says = "✓"): Cell => safe(says, more);
const none: Cell = { notFor: "The document says that it does not apply." };
const neither = (says: string, notFor: string): Cell => ({ says, notFor });
/** Of a row that is about a cell or two of the row above it. */
const above: Cell = { notFor: "" };

const first = { scopes: ["a cleaner"] } as const;
const content = { scopes: ["tokens of the content"] } as const;
const lengths = { scopes: ["tokens of the length"] } as const;
const writers = { scopes: ["after another's commit", "beside another job"] } as const;

/** One cell in a row of its own, among cells that the row above has. */
const alone = (column: number, cell: Cell): readonly Cell[] =>
  columns.map((_, index) => (index === column ? cell : above));

const blind = "cas-slot?fill=blind-put";
const exists = "cas-slot?fill=exists-then-put";
/** An IOException of the rename is CommitFailed; a base that has the own snapshot is rolled back to. */
const folding = "on-refusal=rebase&on-doubt=rebase&found-own=roll-back";
const hadoopTables = `cas-slot?fill=files-rename&${folding}`;
const leased = "cas-slot?fill=rename&lock=lease";
const naive = "cas-slot?on-refusal=rebase&on-doubt=retry-new-ids&found-own=append-again";
const cleaning = "cas-slot?on-refusal=fail&on-doubt=fail";
const delta = "cas-slot?fill=delta-dynamodb&layout=added";
const lance = "cas-slot?fill=lance-external-2025&find=start";
const metastore = "cas-pointer?swap=catalog&holds=name";
const hive = "cas-pointer?swap=locked-catalog&holds=name&on-doubt=unknown";
const rest = `${metastore}&on-doubt=unknown`;
const duckLake = "cas-pointer?swap=catalog&on-doubt=fail&on-refusal=rebase&found-own=append-again";

/** Of a check of the current value alone. */
const overtaken =
  "It is A5 by another way. Between the answer that is no success and the look, another job builds upon what has landed: what is on top is foreign, the commit counts as lost, and is made again.";

/** Of a pointer that holds the table. */
const noBytesAgain =
  "What stands in this pointer has the ids of all commits in it, so no two of its values have the same bytes, and no hash comes again. That is the protocol's doing, not the store's: where the pointer holds less and the ETag tells less, both writers win, as in the row on a pointer that holds a name.";

/** Of a lock that is looked at before and after the swap. */
const unfenced =
  "U is what the job says whose lease ran out. Its write is fenced by nothing: it replaces what another job has committed meanwhile under the same lock, and that job's rows, which were acknowledged, are lost. That is what HIVE-26882 gave alter_table a condition for.";

const noHudi =
  "Hudi is not among the committers: its conflicts are between updates of one file group, and jobs here append or replace.";
const folded: More = {
  committer: `cas-slot?fill=rename&lock=lease&${folding}`,
};

const table: readonly HypothesisRow[] = [
  {
    name: "blind PUT vN",
    committer: blind,
    cells: [
      L(),
      L(),
      L(),
      none,
      L(),
      L({ ...writers, committer: `${blind}&find=list` }),
      none,
      none,
      L({ ...first, committer: `${blind}&clean=delete` }),
    ],
  },
  {
    name: "exists-then-PUT",
    committer: exists,
    cells: [
      L({}, "L (race)"),
      L(),
      L(),
      none,
      L(),
      L({ ...writers, committer: `${exists}&find=list` }),
      none,
      none,
      L({ ...first, committer: `${exists}&clean=delete` }),
    ],
  },
  {
    name: "exists + rename, no lock (HadoopTables)",
    committer: hadoopTables,
    cells: [
      ok({}, "✓ if rename refuses overwrite"),
      none,
      bad("C or RB21-L (IOException folded)", [...broken.C, ...broken.L]),
      none,
      C({
        refutedBy:
          "Nothing is cleaned up while attempts are left. The next one meets a base that has its own snapshot and sets the table back to it (RB21), so that the rows of whoever has committed since are gone: L. In its last attempt it is C, see the next row.",
      }),
      ok(writers),
      L({ committer: `cas-slot?fill=rename&${folding}` }),
      none,
      L({ ...first, committer: `${hadoopTables}&clean=delete` }),
    ],
  },
  {
    name: "exists + rename, no lock (HadoopTables), in its last attempt",
    committer: `${hadoopTables}&retries=0`,
    cells: columns.map((_, index) =>
      index === 2 ? C({}, "C or RB21-L (IOException folded)") : index === 4 ? C() : above,
    ),
  },
  {
    name: "exists + rename, no lock, over a rename that overwrites (POSIX)",
    committer: "cas-slot?fill=files-rename-overwrites",
    cells: alone(6, L()),
  },
  {
    name: "exists + rename + lease lock",
    committer: leased,
    cells: [
      ok(),
      none,
      bad("as above", [...broken.C, ...broken.L], folded),
      none,
      L({}, "L if the rename/copy is applied after the lease moved on"),
      ok(writers),
      ok({}, "✓ until expiry"),
      L(),
      L({ ...first, committer: `${leased}&clean=delete` }),
    ],
  },
  {
    name: "naive put-if-absent, retry new ids (Iceberg)",
    committer: naive,
    cells: [
      ok(),
      L(),
      D(),
      D({}, "same"),
      D({}, "same"),
      ok({ ...writers, committer: `${naive}&find=list` }),
      none,
      none,
      L({ ...first, committer: `${naive}&clean=delete` }),
    ],
  },
  {
    name: "naive put-if-absent, retry new ids (Delta: a path that is added again replaces itself)",
    committer: `${naive}&layout=added`,
    cells: columns.map((_, index) =>
      index < 2 || index > 4 ? above : ok({}, "blind append ✓ by keyed replay"),
    ),
  },
  {
    name: "put-if-absent + cleanup on any error",
    committer: cleaning,
    cells: [
      ok(),
      L(),
      C(),
      C(),
      C(),
      ok({ ...writers, committer: `${cleaning}&find=list` }),
      none,
      none,
      C({
        ...first,
        committer: `${cleaning}&clean=delete`,
        refutedBy:
          "A slot that was deleted is empty, and the stalled writer meets no error after which it would clean up: it is told 200, its rows are where nobody looks, and all that the table names is there. It is L.",
      }),
    ],
  },
  {
    name: "put-if-absent + id read-back (2.4 slot protocol)",
    committer: "cas-slot",
    cells: [
      ok(),
      L({}, "L (needs probe)"),
      ok({}, "✓/U"),
      ok(),
      ok({}, "U"),
      ok({ ...writers, committer: "cas-slot?find=list" }),
      none,
      none,
      L({ ...first, committer: "cas-slot?clean=delete" }, "L unless boundary check"),
    ],
  },
  {
    name: "put-if-absent + id read-back, with a probe",
    committer: "cas-slot?probe=on",
    cells: alone(1, { says: "(needs probe)", expects: ["refuses"] }),
  },
  {
    name: "put-if-absent + id read-back, with a boundary check",
    committer: "cas-slot?clean=boundary",
    cells: alone(8, ok(first, "unless boundary check")),
  },
  {
    name: "pointer If-Match, top-of-object id check",
    committer: "cas-pointer?check=top",
    cells: [
      ok(),
      L(),
      ok({ scopes: ["alone"] }),
      ok({ refutedBy: overtaken }),
      ok({ refutedBy: overtaken }, "U"),
      ok(writers),
      none,
      none,
      L({ ...content, refutedBy: noBytesAgain }, "n/a; A10 ⇒ L with content ETags"),
    ],
  },
  {
    name: "pointer If-Match, top-of-object id check, overtaken",
    committer: "cas-pointer?check=top",
    cells: alone(2, bad("A5 ⇒ D or C", [...broken.D, ...broken.C], { scopes: ["beside another job"] })),
  },
  {
    name: "pointer If-Match, history check (2.4)",
    committer: "cas-pointer",
    cells: [
      ok(),
      L(),
      ok({}, "✓/U"),
      ok(),
      ok({}, "U"),
      ok(writers),
      none,
      none,
      L({ ...content, refutedBy: noBytesAgain }, "A10 only"),
    ],
  },
  {
    name: "pointer If-Match, history check, a pointer that holds a name",
    committer: "cas-pointer?holds=name",
    cells: alone(8, L(lengths, "A10 only")),
  },
  {
    name: "Delta S3DynamoDB",
    committer: delta,
    cells: [
      ok(),
      ok({}, "✓ (S3 condition not used)"),
      ok({}, "U on Dynamo timeout; steps 3–4 recoverable"),
      ok({}, "same"),
      ok({}, "recovery idempotent"),
      {
        says: "reader may miss tail until recovery; P7 by HEAD",
        expects: ["violated"],
        violates: ["acked-rows-seen"],
        committer: `${delta}&find=list`,
        scopes: ["a reader"],
      },
      none,
      none,
      L({ ...first, committer: `${delta}&clean=ttl` }, "TTL case (RB30)"),
    ],
  },
  {
    name: "Lance external store at Nov-2025",
    committer: lance,
    cells: [
      ok(),
      ok(),
      C({}, "C at Nov-2025 (any error ⇒ conflict + delete staged)"),
      C({}, "C/✓"),
      C({}, "same"),
      {
        says: "V2 naming relies on list order",
        expects: ["violated"],
        violates: ["acked-rows-seen"],
        committer: "cas-slot?fill=lance-external-2025&find=last-listed",
        scopes: ["a reader, keys in any order"],
      },
      none,
      none,
      none,
    ],
  },
  {
    name: "Lance external store after the fix",
    committer: "cas-slot?fill=lance-external&find=start",
    cells: columns.map((_, index) =>
      index < 2 || index > 4 ? above : ok({}, ["✓ after fix", "C/✓", "same"][index - 2]),
    ),
  },
  {
    name: "Iceberg metastore + checkCommitStatus",
    committer: metastore,
    cells: [
      ok(),
      none,
      ok({}, "✓ while own location in metadata-log"),
      ok({}, "✓ if RetryDetector-like guard"),
      ok({}, "U"),
      none,
      none,
      ok({ committer: hive, refutedBy: unfenced }, "Hive lock: U"),
      none,
    ],
  },
  {
    name: "Iceberg metastore, with a metadata-log of one",
    committer: `${metastore}&remembered=1`,
    cells: alone(2, ok({}, "else U")),
  },
  {
    name: "Iceberg metastore, without a guard",
    committer: `${metastore}&on-refusal=fail`,
    cells: alone(3, C({}, "else C (RB17)")),
  },
  {
    name: "Iceberg metastore, strict variant",
    committer: `${metastore}&on-doubt=look-then-fail`,
    cells: alone(4, C({}, "strict variant: C, RB02")),
  },
  {
    name: "Iceberg REST, Java core",
    committer: `${rest}&on-refusal=rebase&found-own=roll-back`,
    cells: [
      ok(),
      none,
      ok({}, "U (5xx)"),
      bad("D/L (RB21)", [...broken.D, ...broken.L]),
      ok({}, "U"),
      none,
      none,
      none,
      none,
    ],
  },
  {
    name: "Iceberg REST with an idempotency key",
    committer: rest,
    cells: alone(3, ok({}, "unless idempotency key")),
  },
  {
    name: "Paimon rename + lock",
    committer: leased,
    cells: [
      ok(),
      none,
      ok({}, "✓ (JSON equality, identifier scan)"),
      none,
      L({}, "L if a copy-based rename is applied after the lock moved on"),
      ok(writers, "fallback list only"),
      ok({}, "✓ under lock"),
      L(),
      none,
    ],
  },
  {
    name: "Hudi OCC + lock",
    committer: exists,
    cells: [
      neither("✓", noHudi),
      neither("L for instants without exclusive create", noHudi),
      neither("?", noHudi),
      neither("?", noHudi),
      neither("? (marker rollback may race, RB49)", noHudi),
      neither("wrong slices", noHudi),
      neither("L", noHudi),
      neither("L (publish unfenced)", noHudi),
      neither("RB50", noHudi),
    ],
  },
  {
    name: "DuckLake",
    committer: duckLake,
    cells: [
      ok(),
      none,
      C({}, "C (CleanupFiles)"),
      bad("D/C", [...broken.D, ...broken.C]),
      none,
      none,
      none,
      none,
      none,
    ],
  },
];

export const tableFormatHypotheses: HypothesisTable = {
  name: "table-formats",
  title: "Verdicts on the commit protocols of table formats",
  about: [
    "What the documents and sources of table formats let expect of their commit protocols, cell by cell, and what runs say. The protocols are those of the [committers](../committers/README.md), step by step as the sources have them; they are not the projects' own code. All searches are exhaustive.",
    "",
    "✓ is safe: nothing that was acknowledged is lost, duplicated or unreadable, and nothing of a failed job is there. U is safe, too; the outcome is unknown. L loses rows that were acknowledged (`no-lost-rows`), D has them twice (`no-duplicate-rows`), C leaves a table that cannot be read (`readable`). A cell that expects one of these is refuted where another one is found. Where the document says two things in one cell, the second has a row of its own.",
  ].join("\n"),
  columns,
  rows: table,
};
