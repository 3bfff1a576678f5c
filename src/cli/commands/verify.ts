/** `verify FILE`: proves again what a certificate says was proven. */
import { isDeepStrictEqual } from "node:util";
import { count } from "../../report/words.js";
import {
  type Certificate,
  jobOf,
  parseCertificate,
  type Proof,
  type Proven,
  provenIn,
} from "../certificate.js";
import { exitStatus, type ExitStatus, UsageError } from "../errors.js";
import { readUserFile } from "../expectation.js";
import { runJobs } from "../pool.js";
import { ProgressLine } from "../progress.js";
import { committerDigest, findProperty, findStore } from "../registry.js";
import type { Shell } from "../shell.js";
import { tool } from "../version.js";
import { poolOptions, type WorkOptions } from "./work.js";

/** What came of one proof. */
interface Checked {
  readonly proof: Proof;
  readonly again: readonly Proven[];
  /** The properties for which it is no longer so. */
  readonly broken: readonly string[];
  readonly codeChanged: boolean;
}

export async function runVerify(path: string, options: WorkOptions, shell: Shell): Promise<ExitStatus> {
  const certificate = parseCertificate(readUserFile(path), path);
  if (certificate.proofs.length === 0) {
    if (options.json === true) shell.out(asJson(certificate, []));
    else shell.out(`? ${path} proves nothing: no search had closed when it was written.\n`);
    return exitStatus.unknown;
  }
  const digests = findAll(certificate, path);
  const line = new ProgressLine(shell, "searches");
  const pool = poolOptions(options, shell, (view) => line.look(view));
  const jobs = certificate.proofs.map(jobOf);
  const answers = await runJobs(jobs, pool).finally(() => line.end());
  if (answers.some((answer) => answer === undefined || answer.interrupted)) return exitStatus.unknown;
  const checked = certificate.proofs.map((proof, index): Checked => {
    const again = provenIn(answers[index]);
    const broken = proof.proven.filter(
      (one) =>
        !isDeepStrictEqual(
          one,
          again.find((other) => other.property === one.property),
        ),
    );
    return {
      proof,
      again,
      broken: broken.map(({ property }) => property),
      codeChanged: digests[index] !== proof.committerDigest,
    };
  });
  shell.out(options.json === true ? asJson(certificate, checked) : asText(path, certificate, checked));
  return checked.every(({ broken }) => broken.length === 0) ? exitStatus.met : exitStatus.missed;
}

/** The digests of the committers as they are now. @throws UsageError where something that the file names is not there. */
function findAll({ proofs }: Certificate, path: string): readonly string[] {
  try {
    return proofs.map(({ committer, store, properties }) => {
      findStore(store);
      properties.forEach(findProperty);
      return committerDigest(committer);
    });
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(`${path} cannot be verified. ${error.message}`);
  }
}

function asJson(certificate: Certificate, checked: readonly Checked[]): string {
  const proofs = checked.map(({ proof, again, broken, codeChanged }) => {
    const { committer, store, scenario } = proof;
    return { committer, store, scenario: scenario.name, codeChanged, broken, recorded: proof.proven, again };
  });
  const value = { schema: "lakelitmus/verification@1", tool, certificate: certificate.tool, proofs };
  return `${JSON.stringify(value, null, 2)}\n`;
}

function asText(path: string, certificate: Certificate, checked: readonly Checked[]): string {
  const proven = checked.reduce((sum, { proof }) => sum + proof.proven.length, 0);
  const lines = checked.flatMap(({ proof, again, broken, codeChanged }) => {
    const where = `${proof.committer} on ${proof.store}, ${proof.scenario.name}`;
    const changed = codeChanged ? " The committer's code has changed." : "";
    if (broken.length === 0) return codeChanged ? [`= ${where}: proven again.${changed}`] : [];
    return broken.map((property) => {
      const [then, now] = [proof.proven, again].map((all) => all.find((one) => one.property === property));
      return `✗ ${where}: ${property} was ${words(then)}, and is ${words(now)}.${changed}`;
    });
  });
  const broken = checked.reduce((sum, one) => sum + one.broken.length, 0);
  const by = certificate.tool === tool ? "" : ` It was made by ${certificate.tool}; this is ${tool}.`;
  const end =
    broken === 0
      ? `✓ ${path}: ${count(proven, "verdict")} of ${count(checked.length, "search", "searches")} proven again, with the same numbers.`
      : `✗ ${path}: ${count(broken, "verdict")} of ${proven} not so any more.`;
  return `${[...lines, `${end}${by}`].join("\n")}\n`;
}

function words(proven: Proven | undefined): string {
  if (proven === undefined) return "not proven";
  const { verdict, states, transitions, cost, steps } = proven;
  const violation =
    cost === undefined ? "" : ` with cost ${cost.anomalies}+${cost.faults}+${cost.crashes} in ${steps} steps`;
  return `"${verdict}"${violation} (${count(states, "state")}, ${count(transitions, "transition")})`;
}
