----------------------------- MODULE CommitLog -----------------------------
(***************************************************************************)
(* The put-if-absent commit log, for TLC: N writers commit K entries each. *)
(*                                                                         *)
(* A writer LISTs the log to learn its highest number, HEADs the next      *)
(* number, and PUTs it if absent. Where the number is there already, or    *)
(* the PUT is refused, it starts again with LIST, and forgets what it had  *)
(* learnt. One request is one step. The same protocol: commit-log.pml      *)
(* (SPIN), commit-log.ts (real async code).                                *)
(*                                                                         *)
(* Safe = FALSE: PUT overwrites, as on a store that ignores conditions.    *)
(***************************************************************************)
EXTENDS Naturals

CONSTANTS N, K, Safe

Writers == 1..N
Numbers == 1..(N * K)

\* log: who wrote which number, 0 where it is absent. highest: what LIST says. next: the number that a writer is after.
VARIABLES log, highest, pc, next, mine

vars == <<log, highest, pc, next, mine>>

Init ==
  /\ log = [n \in Numbers |-> 0]
  /\ highest = 0
  /\ pc = [w \in Writers |-> "list"]
  /\ next = [w \in Writers |-> 0]
  /\ mine = [w \in Writers |-> 0]

List(w) ==
  /\ pc[w] = "list"
  /\ mine[w] < K
  /\ next' = [next EXCEPT ![w] = highest + 1]
  /\ pc' = [pc EXCEPT ![w] = "head"]
  /\ UNCHANGED <<log, highest, mine>>

Head(w) ==
  /\ pc[w] = "head"
  /\ IF log[next[w]] # 0
       THEN /\ pc' = [pc EXCEPT ![w] = "list"]
            /\ next' = [next EXCEPT ![w] = 0]
       ELSE /\ pc' = [pc EXCEPT ![w] = "put"]
            /\ UNCHANGED next
  /\ UNCHANGED <<log, highest, mine>>

Put(w) ==
  /\ pc[w] = "put"
  /\ IF log[next[w]] = 0 \/ ~Safe
       THEN /\ log' = [log EXCEPT ![next[w]] = w]
            /\ highest' = IF next[w] > highest THEN next[w] ELSE highest
            /\ mine' = [mine EXCEPT ![w] = @ + 1]
       ELSE UNCHANGED <<log, highest, mine>>
  /\ pc' = [pc EXCEPT ![w] = "list"]
  /\ next' = [next EXCEPT ![w] = 0]

Next == \E w \in Writers : List(w) \/ Head(w) \/ Put(w)

Spec == Init /\ [][Next]_vars

RECURSIVE Acked(_)
Acked(w) == IF w = 0 THEN 0 ELSE mine[w] + Acked(w - 1)

\* Every acknowledged entry is in the log.
NothingLost == Acked(N) = highest
=============================================================================
