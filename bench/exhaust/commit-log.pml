/*
 * The put-if-absent commit log, for SPIN: N writers commit K entries each.
 *
 * A writer LISTs the log to learn its highest number, HEADs the next number, and PUTs it if absent. Where the number is
 * there already, or the PUT is refused, it starts again with LIST, and forgets what it had learnt. One request is one
 * transition; what a writer remembers between two requests is its place (pc), the number it is after, and how many of
 * its entries are in. The same protocol: CommitLog.tla (TLC), commit-log.ts (real async code).
 *
 * spin -a -DN=4 -DK=2 commit-log.pml && gcc -O2 -DSAFETY -DNOFAIR -o pan pan.c && ./pan -m100000
 * -DUNSAFE: PUT overwrites, as on a store that ignores conditions. Then the assertion fails.
 */
#ifndef N
#define N 3
#endif
#ifndef K
#define K 2
#endif

#define LIST 0
#define HEAD 1
#define PUT 2

/* Who wrote which number; 0: absent. Numbers begin with 1. */
byte log[N * K + 1];
/* The highest number: what LIST says. */
byte highest;
/* How many PUTs were acknowledged. */
byte acked;

active [N] proctype writer()
{
	byte pc = LIST;
	byte next;
	byte mine;

	/* A writer that has all its entries in stays here: a valid end, without the removal of the process as one more step. */
end:	do
	:: d_step { pc == LIST && mine < K ->
		next = highest + 1;
		pc = HEAD
	   }
	:: d_step { pc == HEAD ->
		if
		:: log[next] != 0 -> next = 0; pc = LIST
		:: else -> pc = PUT
		fi
	   }
	:: d_step { pc == PUT ->
		if
#ifdef UNSAFE
		:: true ->
#else
		:: log[next] == 0 ->
#endif
			log[next] = _pid + 1;
			if
			:: next > highest -> highest = next
			:: else
			fi;
			mine++;
			acked++;
			assert(acked == highest)
#ifndef UNSAFE
		:: else
#endif
		fi;
		next = 0;
		pc = LIST
	   }
	od
}
