/** What is truly stored in a row of the world: objects by their keys, files of the cluster's file system by `hdfs:/path`. */
import type { Stage } from "../job/stage.js";
import type { Body } from "../store/body.js";
import { shownPath } from "../store/file-requests.js";
import { filesIn, type FileTree } from "../store/file-tree.js";
import { filesService } from "../store/simulated-files.js";
import type { StoreState } from "../store/simulated-store.js";
import type { FullRow, Stepper } from "./steps.js";

export function contentsOf(stepper: Stepper<Stage>, row: FullRow): ReadonlyMap<string, Body> {
  const { stage, world } = stepper;
  const state = world.services[stage.storeIndex]!.state(row[stage.storeIndex]!) as StoreState;
  const bodies = new Map([...stage.store.contents(state)].map(([key, { body }]) => [key, body]));
  const files = filesIndex(stepper);
  if (files >= 0) {
    const tree = world.services[files]!.state(row[files]!) as FileTree;
    for (const [path, body] of filesIn(tree)) bodies.set(shownPath(path), body);
  }
  return bodies;
}

/** How what is stored changed: `+ key`, `~ key` (another object), `- key`; the store's keys come first. */
export function changesIn(stepper: Stepper<Stage>, before: FullRow, after: FullRow): readonly string[] {
  const { stage, world } = stepper;
  const stateOf = (row: FullRow, index: number): unknown => world.services[index]!.state(row[index]!);
  const { storeIndex } = stage;
  const changed: string[] = [];
  if (before[storeIndex] !== after[storeIndex]) {
    const from = stateOf(before, storeIndex) as StoreState;
    changed.push(...stage.store.diff(from, stateOf(after, storeIndex) as StoreState));
  }
  const files = filesIndex(stepper);
  if (files < 0 || before[files] === after[files]) return changed;
  const old = filesIn(stateOf(before, files) as FileTree);
  const now = filesIn(stateOf(after, files) as FileTree);
  for (const [path, body] of old) {
    const kept = now.get(path);
    if (kept === undefined) changed.push(`- ${shownPath(path)}`);
    else if (kept.digest !== body.digest) changed.push(`~ ${shownPath(path)}`);
  }
  for (const path of now.keys()) if (!old.has(path)) changed.push(`+ ${shownPath(path)}`);
  return changed;
}

function filesIndex({ world }: Stepper<Stage>): number {
  return world.services.findIndex(({ service }) => service.name === filesService);
}
