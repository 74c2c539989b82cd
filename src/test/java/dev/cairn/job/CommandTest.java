package dev.cairn.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class CommandTest {

  @Test
  void theSameStateAgainIsNoChange() {
    assertThat(Command.PAUSE.from(JobState.PAUSED)).contains(JobState.PAUSED);
    assertThat(Command.RESUME.from(JobState.RUNNING)).contains(JobState.RUNNING);
    assertThat(Command.STOP.from(JobState.STOPPED)).contains(JobState.STOPPED);
  }

  @Test
  void whatIsFinishedIsNeitherPausedNorResumed() {
    for (JobState state : JobState.values()) {
      if (state.finished()) {
        assertThat(Command.PAUSE.from(state)).isEqualTo(Optional.empty());
        assertThat(Command.RESUME.from(state)).isEqualTo(Optional.empty());
      }
    }
  }

  @Test
  void aPausedJobCanBeStoppedAndAStoppedOneRetried() {
    assertThat(Command.STOP.from(JobState.PAUSED)).contains(JobState.STOPPING);
    assertThat(Command.RETRY.from(JobState.STOPPED)).contains(JobState.RUNNING);
  }
}
