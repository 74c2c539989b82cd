package dev.cairn.store;

import static dev.cairn.Hand.await;

import dev.cairn.job.JobRequest;
import dev.cairn.job.JobState;
import dev.cairn.job.StoredFile;
import dev.cairn.job.Upload;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tenants with jobs of a pipeline that no engine runs, and the turns they get. */
@ApplicationScoped
class Tenants {

  @Inject Database database;
  @Inject Uploads uploads;
  @Inject Submissions submissions;
  @Inject Nodes nodes;
  @Inject Grants grants;
  @Inject Leases leases;
  @Inject Jobs jobs;

  /** A new tenant. */
  long tenant(int weight) {
    return await(
            database.run(
                "insert into tenant (name, weight) values (gen_random_uuid()::text, $1) returning id",
                Tuple.of(weight)))
        .iterator()
        .next()
        .getLong("id");
  }

  void limit(long tenant, @Nullable Integer jobs, @Nullable Long documents) {
    await(
        database.run(
            "update tenant set max_jobs = $2, max_documents = $3 where id = $1",
            Tuple.from(Arrays.asList(tenant, jobs, documents))));
  }

  long job(long tenant, String pipeline, int documents, int priority) {
    Upload upload =
        await(uploads.add(tenant, new StoredFile("a.txt", "text/plain", "0".repeat(64), 3)));
    JobRequest request =
        new JobRequest(
            new JobRequest.Plan(pipeline, 1, List.of("only"), 1),
            "{}",
            new JobRequest.Label(Optional.empty(), Optional.empty(), priority));
    return await(
        submissions.submit(
            tenant,
            request,
            Collections.nCopies(documents, upload.id()),
            Submissions.Splitting.WHOLE));
  }

  long node() {
    return await(nodes.register("by hand"));
  }

  /** One turn of a node; the granted ranges. */
  List<Grants.Grant> turn(long node, String pipeline, long documents) {
    return await(
        grants.take(
            new Grants.Wish(node, List.of(pipeline + ":1"), List.of(), Map.of(), documents)));
  }

  /** One turn whose documents are done at once; the job that had it. */
  long servedTurn(long node, String pipeline) {
    Grants.Grant grant = turn(node, pipeline, 1).getFirst();
    await(leases.finish(grant.lease()));
    return grant.lease().job();
  }

  JobState state(long job) {
    return await(jobs.byKey(job)).orElseThrow().state();
  }
}
