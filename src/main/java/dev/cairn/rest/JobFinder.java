package dev.cairn.rest;

import dev.cairn.job.Job;
import dev.cairn.job.ProblemException;
import dev.cairn.store.Jobs;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Finds the job that a path names. */
@ApplicationScoped
class JobFinder {

  private final Jobs jobs;

  JobFinder(Jobs jobs) {
    this.jobs = jobs;
  }

  /**
   * The tenant's job of that id.
   *
   * @throws ProblemException 404 (as a failed Uni) when there is none or the id is none
   */
  Uni<Job> find(long tenant, String id) {
    return Uni.createFrom()
        .deferred(() -> jobs.find(tenant, Ids.expect(id, "job")))
        .map(found -> expect(found, id));
  }

  /** The job of that internal key, with its history. */
  Uni<JobView> view(long key) {
    return jobs.byKey(key).chain(job -> view(expect(job, "")));
  }

  /** A job with its history. */
  Uni<JobView> view(Job job) {
    return Uni.combine()
        .all()
        .unis(jobs.history(job.key()), jobs.workers(job.key()))
        .with((history, workers) -> JobView.full(job, history, workers));
  }

  private static Job expect(Optional<Job> found, String id) {
    return found.orElseThrow(() -> Refusals.notFound("job " + id));
  }
}
