/** The litmus tests, in the order in which they are shown. */
import type { LitmusTheme } from "../../src/check/litmus.js";
import { conditionIsJudgedOnTheTruth } from "./condition-is-judged-on-the-truth.js";
import { consistentRead } from "./consistent-read.js";
import { copyIfAbsentRace } from "./copy-if-absent-race.js";
import { copyIfSourceMatches } from "./copy-if-source-matches.js";
import { copyOfDeletedSource } from "./copy-of-deleted-source.js";
import { copyOfNewObject } from "./copy-of-new-object.js";
import { copyOfOverwrittenSource } from "./copy-of-overwritten-source.js";
import { crashBetweenTwoPuts } from "./crash-between-two-puts.js";
import { createAfterDelete } from "./create-after-delete.js";
import { createBesideDelete } from "./create-beside-delete.js";
import { createIfAbsentRace } from "./create-if-absent-race.js";
import { createOverExisting } from "./create-over-existing.js";
import { crossObjectAtomicity } from "./cross-object-atomicity.js";
import { deleteThenProbeThenPutThenGet } from "./delete-then-probe-then-put-then-get.js";
import { deleteThenPutThenGet } from "./delete-then-put-then-get.js";
import { eventDrivenMover } from "./event-driven-mover.js";
import { firstTryLandsLast } from "./first-try-lands-last.js";
import { guideExample1 } from "./guide-example-1.js";
import { guideExample2 } from "./guide-example-2.js";
import { guideExample3 } from "./guide-example-3.js";
import { headAndGetDisagree } from "./head-and-get-disagree.js";
import { headThenPutThenGet } from "./head-then-put-then-get.js";
import { ifMatchAba } from "./if-match-aba.js";
import { ifMatchAfterDeleteAndRePut } from "./if-match-after-delete-and-re-put.js";
import { ifMatchBesideAba } from "./if-match-beside-aba.js";
import { ifMatchBesideDeleteAndRePut } from "./if-match-beside-delete-and-re-put.js";
import { ifMatchBesideEqualOverwrite } from "./if-match-beside-equal-overwrite.js";
import { ifMatchOnMissing } from "./if-match-on-missing.js";
import { ifMatchRefused } from "./if-match-refused.js";
import { ifMatchStar } from "./if-match-star.js";
import { listAfterCopy } from "./list-after-copy.js";
import { listAfterDeleteAndPut } from "./list-after-delete-and-put.js";
import { listAfterDelete } from "./list-after-delete.js";
import { listAfterOverwrite } from "./list-after-overwrite.js";
import { listAfterPut } from "./list-after-put.js";
import { listCommonPrefix } from "./list-common-prefix.js";
import { listMissesAPart } from "./list-misses-a-part.js";
import { listMissesWhatGetFinds } from "./list-misses-what-get-finds.js";
import { listShowsLaterKeyAlone } from "./list-shows-later-key-alone.js";
import { listShowsWhatGetDenies } from "./list-shows-what-get-denies.js";
import { listThenPutThenGet } from "./list-then-put-then-get.js";
import { lostReply } from "./lost-reply.js";
import { lostUpdateWithIfMatch } from "./lost-update-with-if-match.js";
import { lostUpdate } from "./lost-update.js";
import { messagePassingByNewObjects } from "./message-passing-by-new-objects.js";
import { messagePassingByOverwrites } from "./message-passing-by-overwrites.js";
import { messagePassingToAProber } from "./message-passing-to-a-prober.js";
import { metadataAfterCopyOntoItself } from "./metadata-after-copy-onto-itself.js";
import { metadataAfterOverwrite } from "./metadata-after-overwrite.js";
import { monotonicLists } from "./monotonic-lists.js";
import { monotonicReadsAfterDelete } from "./monotonic-reads-after-delete.js";
import { monotonicReadsOfNewObject } from "./monotonic-reads-of-new-object.js";
import { monotonicReads } from "./monotonic-reads.js";
import { negativeCachePoisoning } from "./negative-cache-poisoning.js";
import { oldProbeOutlivesAnObject } from "./old-probe-outlives-an-object.js";
import { own412InARace } from "./own-412-in-a-race.js";
import { own412 } from "./own-412.js";
import { ownIfMatch412 } from "./own-if-match-412.js";
import { pagesWhileAKeyIsPut } from "./pages-while-a-key-is-put.js";
import { pagesWhileAKeyMoves } from "./pages-while-a-key-moves.js";
import { probedByAnother } from "./probed-by-another.js";
import { rangeReadIfMatch } from "./range-read-if-match.js";
import { readAfterDelete } from "./read-after-delete.js";
import { readAfterNewPut } from "./read-after-new-put.js";
import { readAfterOverwrite } from "./read-after-overwrite.js";
import { readAfterThereAndBack } from "./read-after-there-and-back.js";
import { readAfterTimeout } from "./read-after-timeout.js";
import { readAfterTwoOverwrites } from "./read-after-two-overwrites.js";
import { readsAreAtomic } from "./reads-are-atomic.js";
import { renameSourceThenTarget } from "./rename-source-then-target.js";
import { renameTargetThenSource } from "./rename-target-then-source.js";
import { reusedName } from "./reused-name.js";
import { storeBuffering } from "./store-buffering.js";
import { threeVersionsBackwards } from "./three-versions-backwards.js";
import { tokenRead } from "./token-read.js";
import { tornRangeRead } from "./torn-range-read.js";
import { twoOldVersions } from "./two-old-versions.js";
import { twoPutsRace } from "./two-puts-race.js";
import { zombieCreateIsFenced } from "./zombie-create-is-fenced.js";
import { zombieDelete } from "./zombie-delete.js";
import { zombieIfMatchAndAba } from "./zombie-if-match-and-aba.js";
import { zombieIfMatchIsFenced } from "./zombie-if-match-is-fenced.js";
import { zombiePutAfterALaterPut } from "./zombie-put-after-a-later-put.js";
import { uploadIsInvisible } from "./upload-is-invisible.js";
import { listAfterComplete } from "./list-after-complete.js";
import { readAfterComplete } from "./read-after-complete.js";
import { completeTwice } from "./complete-twice.js";
import { completeTwiceAfterDelete } from "./complete-twice-after-delete.js";
import { completeMeetsItself } from "./complete-meets-itself.js";
import { deleteBeforeComplete } from "./delete-before-complete.js";
import { deleteOfNothingBeforeComplete } from "./delete-of-nothing-before-complete.js";
import { putBeforeComplete } from "./put-before-complete.js";
import { completeIfAbsentOverExisting } from "./complete-if-absent-over-existing.js";
import { completeIfAbsentBesideDelete } from "./complete-if-absent-beside-delete.js";
import { completeIfAbsentRace } from "./complete-if-absent-race.js";
import { completeIfMatchOnMissing } from "./complete-if-match-on-missing.js";
import { completeIfMatchRefused } from "./complete-if-match-refused.js";
import { completeIfMatchBesideSameBytes } from "./complete-if-match-beside-same-bytes.js";
import { completeIfMatchBesideAba } from "./complete-if-match-beside-aba.js";
import { completeIfMatchBesideRePut } from "./complete-if-match-beside-re-put.js";
import { twoUploadsRace } from "./two-uploads-race.js";
import { partNumberRace } from "./part-number-race.js";
import { partBesideAbort } from "./part-beside-abort.js";
import { abortBesideComplete } from "./abort-beside-complete.js";
import { uploadAbortedByRule } from "./upload-aborted-by-rule.js";
import { zombieComplete } from "./zombie-complete.js";
import { zombieCompleteIsFenced } from "./zombie-complete-is-fenced.js";
import { latePart } from "./late-part.js";
import { smallParts } from "./small-parts.js";
import { bulkDeleteHalfDone } from "./bulk-delete-half-done.js";
import { deleteIfMatch } from "./delete-if-match.js";
import { deleteIfMatchOnMissing } from "./delete-if-match-on-missing.js";
import { deleteIfMatchBesideSameBytes } from "./delete-if-match-beside-same-bytes.js";
import { throttledIsNotApplied } from "./throttled-is-not-applied.js";
import { resumedRead } from "./resumed-read.js";
import { resumedReadIfMatch } from "./resumed-read-if-match.js";
import { replicaLags } from "./replica-lags.js";
import { replicaOutOfOrder } from "./replica-out-of-order.js";
import { replicaGoesForward } from "./replica-goes-forward.js";
import { replicaOfDeleted } from "./replica-of-deleted.js";
import { replicaListsWhatItHas } from "./replica-lists-what-it-has.js";
import { replicationStatus } from "./replication-status.js";
import { equalEtags } from "./equal-etags.js";
import { notificationOrder } from "./notification-order.js";
import { notificationOnceMore } from "./notification-once-more.js";
import { notificationBeforeReadability } from "./notification-before-readability.js";
import { listOrder } from "./list-order.js";
import { listOrderByPages } from "./list-order-by-pages.js";
import { listStartAfter } from "./list-start-after.js";
import { listShowsUpload } from "./list-shows-upload.js";
import { renameAtOnce } from "./rename-at-once.js";
import { renameMeetsItself } from "./rename-meets-itself.js";
import { renameOverExisting } from "./rename-over-existing.js";
import { renameRace } from "./rename-race.js";
import { twoWritesAtOnce } from "./two-writes-at-once.js";
import { writeSoonAfterWrite } from "./write-soon-after-write.js";
import { oldVersionIsKept } from "./old-version-is-kept.js";
import { deleteMarker } from "./delete-marker.js";
import { undelete } from "./undelete.js";
import { deleteOfAVersion } from "./delete-of-a-version.js";
import { createOverExistingVersion } from "./create-over-existing-version.js";
import { overtakenUploadIsAVersion } from "./overtaken-upload-is-a-version.js";
import { listUploadsTest } from "./list-uploads.js";
import { crashOfAnUploader } from "./crash-of-an-uploader.js";

export const litmusThemes: readonly LitmusTheme[] = [
  {
    title: "Reads of one key",
    about: "Who reads, with GET or HEAD, what was put, replaced or deleted before.",
    tests: [
      readAfterNewPut,
      readAfterOverwrite,
      readAfterTwoOverwrites,
      readAfterThereAndBack,
      readAfterDelete,
      headThenPutThenGet,
      listThenPutThenGet,
      negativeCachePoisoning,
      probedByAnother,
      deleteThenPutThenGet,
      deleteThenProbeThenPutThenGet,
      oldProbeOutlivesAnObject,
      metadataAfterOverwrite,
      metadataAfterCopyOntoItself,
      headAndGetDisagree,
      readsAreAtomic,
      guideExample1,
      guideExample2,
      guideExample3,
      twoPutsRace,
    ],
  },
  {
    title: "One read after another, and one key after another",
    about:
      "What a reader was told once need not be told again, and an order of writes need not be one of reads.",
    tests: [
      monotonicReads,
      monotonicReadsAfterDelete,
      monotonicReadsOfNewObject,
      twoOldVersions,
      threeVersionsBackwards,
      tokenRead,
      consistentRead,
      messagePassingByOverwrites,
      messagePassingByNewObjects,
      messagePassingToAProber,
      storeBuffering,
      crossObjectAtomicity,
    ],
  },
  {
    title: "Reads in pieces",
    about: "Ranges, and downloads that are resumed, while the object is replaced.",
    tests: [tornRangeRead, rangeReadIfMatch, resumedRead, resumedReadIfMatch, reusedName],
  },
  {
    title: "Listings",
    about: "What LIST shows when, in which order, and over its pages.",
    tests: [
      listAfterPut,
      listMissesAPart,
      listAfterDelete,
      listAfterOverwrite,
      listAfterCopy,
      listAfterDeleteAndPut,
      listMissesWhatGetFinds,
      listShowsWhatGetDenies,
      monotonicLists,
      listShowsLaterKeyAlone,
      listCommonPrefix,
      pagesWhileAKeyIsPut,
      pagesWhileAKeyMoves,
      listOrder,
      listOrderByPages,
      listStartAfter,
      listShowsUpload,
    ],
  },
  {
    title: "Copies and renames",
    about: "COPY reads as any reader does; a rename is the store's own, or a copy and a delete.",
    tests: [
      copyOfNewObject,
      eventDrivenMover,
      copyOfOverwrittenSource,
      copyOfDeletedSource,
      copyIfSourceMatches,
      renameSourceThenTarget,
      renameTargetThenSource,
      renameAtOnce,
      renameOverExisting,
      renameMeetsItself,
      renameRace,
    ],
  },
  {
    title: "Conditional writes",
    about: "If-None-Match and If-Match: 412, 409, 404 and 501, and what they do not see.",
    tests: [
      createIfAbsentRace,
      createOverExisting,
      lostUpdate,
      lostUpdateWithIfMatch,
      ifMatchRefused,
      ifMatchAba,
      ifMatchBesideAba,
      ifMatchBesideEqualOverwrite,
      createBesideDelete,
      createAfterDelete,
      ifMatchOnMissing,
      ifMatchAfterDeleteAndRePut,
      ifMatchBesideDeleteAndRePut,
      ifMatchStar,
      conditionIsJudgedOnTheTruth,
      copyIfAbsentRace,
      deleteIfMatch,
      deleteIfMatchOnMissing,
      deleteIfMatchBesideSameBytes,
    ],
  },
  {
    title: "Requests that are lost, late or repeated",
    about: "After a timeout nobody knows whether a request was applied, will be, or never was.",
    tests: [
      lostReply,
      own412,
      own412InARace,
      ownIfMatch412,
      zombiePutAfterALaterPut,
      zombieCreateIsFenced,
      zombieIfMatchIsFenced,
      zombieIfMatchAndAba,
      zombieDelete,
      firstTryLandsLast,
      readAfterTimeout,
      crashBetweenTwoPuts,
      throttledIsNotApplied,
      twoWritesAtOnce,
      writeSoonAfterWrite,
      bulkDeleteHalfDone,
    ],
  },
  {
    title: "Uploads in parts",
    about: "What comes between Initiate and Complete, and of a Complete that is sent again.",
    tests: [
      uploadIsInvisible,
      listAfterComplete,
      readAfterComplete,
      completeTwice,
      completeTwiceAfterDelete,
      completeMeetsItself,
      deleteBeforeComplete,
      deleteOfNothingBeforeComplete,
      putBeforeComplete,
      completeIfAbsentOverExisting,
      completeIfAbsentBesideDelete,
      completeIfAbsentRace,
      completeIfMatchOnMissing,
      completeIfMatchRefused,
      completeIfMatchBesideSameBytes,
      completeIfMatchBesideAba,
      completeIfMatchBesideRePut,
      twoUploadsRace,
      partNumberRace,
      partBesideAbort,
      abortBesideComplete,
      uploadAbortedByRule,
      zombieComplete,
      zombieCompleteIsFenced,
      latePart,
      smallParts,
      listUploadsTest,
      crashOfAnUploader,
    ],
  },
  {
    title: "A replica bucket",
    about: "Another bucket, in another region, that the store brings up to date by itself.",
    tests: [
      replicaLags,
      replicaOutOfOrder,
      replicaGoesForward,
      replicaOfDeleted,
      replicaListsWhatItHas,
      replicationStatus,
      equalEtags,
    ],
  },
  {
    title: "Notifications",
    about: "What a bucket tells a queue of its new objects.",
    tests: [notificationOrder, notificationOnceMore, notificationBeforeReadability],
  },
  {
    title: "Versions",
    about: "Buckets that keep what was overwritten and deleted.",
    tests: [
      oldVersionIsKept,
      deleteMarker,
      undelete,
      deleteOfAVersion,
      createOverExistingVersion,
      overtakenUploadIsAVersion,
    ],
  },
];

export const litmusTests = litmusThemes.flatMap(({ tests }) => tests);
