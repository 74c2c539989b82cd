package dev.cairn.job;

import java.time.Instant;
import java.util.Optional;

/**
 * One line of a job's history.
 *
 * @param state the state it entered, or kept when something else happened to it
 * @param reason why, where there is more to say
 */
public record Transition(JobState state, Instant at, Optional<String> reason) {}
