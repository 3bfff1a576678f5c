/**
 * Real clocks, randomness and timers throw while a process of an execution runs: with them, the same choices would not
 * give the same execution. The wrappers are installed once and do nothing outside executions.
 */
import nodeCrypto from "node:crypto";
import { syncBuiltinESMExports } from "node:module";
import { ProcessFault } from "./errors.js";

let running: { readonly process: string; readonly blame: (fault: ProcessFault) => void } | undefined;
let installed = false;

/** From now until {@link leave}, code that runs is `process`; `blame` hears of what it must not do, even if it catches the error. */
export function enter(process: string, blame: (fault: ProcessFault) => void): void {
  if (!installed) install();
  running = { process, blame };
}

export function leave(): void {
  running = undefined;
}

function forbid(what: string, instead: string): void {
  if (running === undefined) return;
  const fault = new ProcessFault(
    "nondeterministic",
    running.process,
    `used ${what} inside an execution, so its result could not be replayed; ${instead}`,
  );
  running.blame(fault);
  throw fault;
}

type Callable = (...args: never[]) => unknown;

function guard(owner: object, name: string, what: string, instead: string): void {
  const original = Reflect.get(owner, name) as Callable | undefined;
  if (typeof original !== "function") return;
  const own = Object.getOwnPropertyDescriptor(owner, name);
  // A module's accessor to something that is guarded itself cannot be replaced, and need not be.
  if (own !== undefined && !own.configurable) return;
  const wrapper = function (this: unknown, ...args: never[]): unknown {
    forbid(what, instead);
    return Reflect.apply(original, this, args);
  };
  // Node hangs `promisify.custom` and the like on its functions: keep them.
  for (const key of Reflect.ownKeys(original)) {
    const property = Object.getOwnPropertyDescriptor(original, key);
    if (property !== undefined && key !== "length" && key !== "name" && key !== "prototype") {
      Object.defineProperty(wrapper, key, property);
    }
  }
  Object.defineProperty(owner, name, { value: wrapper, configurable: true, writable: true });
}

function install(): void {
  installed = true;
  guard(Math, "random", "Math.random", "take ids from ctx.uuid()");
  guard(performance, "now", "performance.now", "use ctx.now()");
  for (const name of ["setTimeout", "setInterval", "setImmediate"]) {
    guard(globalThis, name, name, "poll with ctx.loop, which needs no waiting");
  }
  guard(globalThis, "fetch", "fetch", "reach the world only through ctx");
  for (const name of ["randomUUID", "randomBytes", "randomInt", "getRandomValues", "randomFillSync"]) {
    guard(nodeCrypto, name, `crypto.${name}`, "take ids from ctx.uuid()");
  }
  for (const name of ["randomUUID", "getRandomValues"]) {
    guard(globalThis.crypto, name, `crypto.${name}`, "take ids from ctx.uuid()");
  }
  syncBuiltinESMExports();
  guardDate();
}

function guardDate(): void {
  const RealDate = globalThis.Date;
  guard(RealDate, "now", "Date.now", "use ctx.now()");
  globalThis.Date = new Proxy(RealDate, {
    construct(target, args: unknown[], newTarget): object {
      if (args.length === 0) forbid("new Date()", "use ctx.now()");
      return Reflect.construct(target, args, newTarget) as object;
    },
    apply(target, thisArgument, args: unknown[]): unknown {
      forbid("Date()", "use ctx.now()");
      return Reflect.apply(target, thisArgument, args);
    },
  });
}
