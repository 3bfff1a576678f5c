/** What the page says of the names in it. Plain data, put together by whoever knows the names. */
export interface About {
  readonly committers: readonly AboutCommitter[];
  readonly stores: readonly AboutStore[];
  readonly scenarios: readonly AboutScenario[];
  readonly properties: readonly AboutProperty[];
}

export interface AboutCommitter {
  /** As the cells name it, with its options and the defences that it stands behind. */
  readonly name: string;
  readonly title: string;
  readonly source: string;
  readonly options: readonly AboutOption[];
  /** The nearest to the committer first. */
  readonly defences: readonly AboutDefence[];
}

/** An option, and what it is set to here. */
export interface AboutOption {
  readonly name: string;
  readonly value: string;
  readonly default: boolean;
  readonly meaning: string;
}

export interface AboutDefence {
  /** With its options. */
  readonly name: string;
  readonly title: string;
  readonly source: string;
  readonly promises: string;
  readonly leavesOpen: string;
  readonly options: readonly AboutOption[];
}

export interface AboutStore {
  readonly name: string;
  readonly trueOf: string;
  readonly since: string;
  readonly until?: string;
  readonly source: string;
  readonly hypothetical: boolean;
  readonly conditionalWrites: string;
  /** Whether an answer may be out of date. */
  readonly lags: boolean;
}

export interface AboutScenario {
  readonly name: string;
  readonly about: string;
  /** Circumstances without which a pass says nothing. */
  readonly requires: readonly string[];
}

export interface AboutProperty {
  readonly name: string;
  readonly claim: string;
  readonly anomaly: { readonly plain: string; readonly formal: string };
}
