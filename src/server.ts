/**
 * `lakelitmus/server`: a simulated store as an S3 endpoint, and a client of its control API. Its types need `@types/node`.
 *
 * @packageDocumentation
 */
export { ControlClient, ControlError } from "./server/control/client.js";
export type {
  BucketState,
  BucketStatus,
  GateSettings,
  GateStatus,
  ObjectStatus,
  Status,
} from "./server/control/types.js";
export { serve, type Served, type ServeOptions } from "./server/serve.js";
export { type FaultPlan, FaultPlanError, type FaultRule, readFaultPlan } from "./server/plan/fault-plan.js";
