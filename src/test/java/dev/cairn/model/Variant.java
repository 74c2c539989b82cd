package dev.cairn.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The protocol with one rule taken away: each of them the judge must notice. */
@SuppressWarnings("ImmutableEnumChecker") // a protocol has no state
enum Variant {
  COMMITS_ARE_NOT_FENCED(
      new Protocol() {
        @Override
        boolean fencedOff(Grant.Fence fence, @Nullable LeaseRow row) {
          return false;
        }

        @Override
        boolean commitHoldsItsNode() {
          return false;
        }
      }),

  A_COMMIT_READS_ITS_FENCE_WITHOUT_A_LOCK(
      new Protocol() {
        @Override
        boolean commitHoldsItsNode() {
          return false;
        }
      }),

  A_DEAD_NODE_MAY_CLAIM(
      new Protocol() {
        @Override
        boolean claimHoldsItsNode() {
          return false;
        }
      }),

  A_FREED_LEASE_KEEPS_ITS_EPOCH(
      new Protocol() {
        @Override
        int epochWhenFreed(int epoch) {
          return epoch;
        }
      }),

  THE_TAIL_OF_A_RANGE_COUNTS_AS_FRESH(
      new Protocol() {
        @Override
        int epochOfTail(int epoch) {
          return 1;
        }
      }),

  NOBODY_READS_CHECKPOINTS(
      new Protocol() {
        @Override
        boolean mayHoldCheckpoints(Grant grant) {
          return false;
        }
      }),

  A_RANGE_RUNS_WHAT_A_RETRY_IS_RUNNING(
      new Protocol() {
        @Override
        boolean belongsTo(int attempt, JobRow job, int seq) {
          return job.failures.stream().noneMatch(failure -> failure.step().seq() == seq);
        }
      }),

  A_RESCUE_FREES_WHAT_IT_SAW_BEFORE_IT_WAITED(
      new Protocol() {
        @Override
        List<LeaseRow> leasesToFree(int node, List<LeaseRow> seenBefore, List<JobRow> jobs) {
          return seenBefore.stream().filter(lease -> lease.node == node).toList();
        }
      }),

  A_RESCUE_SETTLES_LATER(
      new Protocol() {
        @Override
        boolean rescueSettles() {
          return false;
        }
      }),

  A_RETRIED_DOCUMENT_IS_NOT_MARKED(
      new Protocol() {
        @Override
        boolean claimMarksRetried() {
          return false;
        }
      }),

  A_RETRY_DOES_NOT_SETTLE(
      new Protocol() {
        @Override
        boolean retrySettles() {
          return false;
        }
      }),

  GIVING_BACK_LOSES_THE_UNFINISHED_PREFIX(
      new Protocol() {
        @Override
        int giveBackFrom(Range range) {
          return Math.min(range.firstUnfinished() + 1, range.grant().span().end() - 1);
        }
      }),

  A_RANGE_IS_SPLIT_WHERE_IT_HAS_BEGUN(
      new Protocol() {
        @Override
        int splitAt(Range range, int somewhere) {
          return range.firstInFlight(somewhere);
        }
      }),

  A_RANGE_ENDS_BEFORE_ITS_SPLIT(
      new Protocol() {
        @Override
        boolean endWaitsForSplit() {
          return false;
        }
      }),

  A_CURSOR_MAY_GO_BACK(
      new Protocol() {
        @Override
        boolean meetsItself(JobRow job, Result result) {
          return result.outcome() != Plan.Outcome.SAVED && job.contains(result);
        }
      }),

  WHO_LEAVES_KEEPS_WHAT_IT_HOLDS(
      new Protocol() {
        @Override
        boolean leavingFrees() {
          return false;
        }
      }),

  A_RANGE_IS_SPLIT_TWICE(
      new Protocol() {
        @Override
        boolean maySplit(Span span, Span tail) {
          return true;
        }
      }),

  EVENT_NUMBERS_COME_FROM_A_SEQUENCE(
      new Protocol() {
        @Override
        boolean numbersUnderLock() {
          return false;
        }
      }),

  A_COMMIT_ASKED_FOR_AGAIN_IS_REFUSED(
      new Protocol() {
        @Override
        boolean writtenBefore(JobRow job, Result result) {
          return false;
        }
      }),

  A_LOST_CLAIM_IS_NEVER_FOUND(
      new Protocol() {
        @Override
        boolean lostClaimsAreFound() {
          return false;
        }
      }),

  A_FROZEN_CLIENT_KEEPS_ITS_LOCKS(
      new Protocol() {
        @Override
        long idleInTransaction() {
          return Long.MAX_VALUE;
        }
      }),

  COMPLETION_IGNORES_WHAT_WAITS(
      new Protocol() {
        @Override
        boolean claimable(JobRow job, FailureRow failure) {
          return false;
        }
      }),

  A_JOB_STAGE_DOES_NOT_WAIT_FOR_RETRIES(
      new Protocol() {
        @Override
        boolean ownStagesMayBegin(JobRow job) {
          return true;
        }
      });

  private final Protocol protocol;

  Variant(Protocol protocol) {
    this.protocol = protocol;
  }

  Protocol protocol() {
    return protocol;
  }
}
