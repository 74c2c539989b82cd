package dev.cairn;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the import rules of the packages: who may know whom. */
class ArchitectureTest {

  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.cairn");

  @Test
  void importsRunOneWay() {
    Architectures.layeredArchitecture()
        .consideringOnlyDependenciesInAnyPackage("dev.cairn..")
        .layer("main")
        .definedBy("dev.cairn")
        .layer("rest")
        .definedBy("dev.cairn.rest..")
        .layer("ingest")
        .definedBy("dev.cairn.ingest..")
        .layer("engine")
        .definedBy("dev.cairn.engine..")
        .layer("retention")
        .definedBy("dev.cairn.retention..")
        .layer("tenant")
        .definedBy("dev.cairn.tenant..")
        .layer("store")
        .definedBy("dev.cairn.store..")
        .layer("pipeline")
        .definedBy("dev.cairn.pipeline..")
        .layer("document")
        .definedBy("dev.cairn.document..")
        .layer("fork")
        .definedBy("dev.cairn.fork..")
        .layer("blob")
        .definedBy("dev.cairn.blob..")
        .layer("job")
        .definedBy("dev.cairn.job..")
        .layer("cli")
        .definedBy("dev.cairn.cli..")
        .layer("postgres")
        .definedBy("dev.cairn.postgres..")
        .whereLayer("main")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("rest")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("ingest")
        .mayOnlyBeAccessedByLayers("rest")
        .whereLayer("engine")
        .mayOnlyBeAccessedByLayers("rest")
        .whereLayer("retention")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("tenant")
        .mayOnlyBeAccessedByLayers("rest")
        .whereLayer("store")
        .mayOnlyBeAccessedByLayers("rest", "ingest", "engine", "tenant", "retention")
        .whereLayer("pipeline")
        .mayOnlyBeAccessedByLayers("rest", "engine")
        .whereLayer("document")
        .mayOnlyBeAccessedByLayers("pipeline", "ingest", "store")
        .whereLayer("fork")
        .mayOnlyBeAccessedByLayers("pipeline")
        .whereLayer("blob")
        .mayOnlyBeAccessedByLayers("ingest", "engine", "pipeline", "store", "retention")
        .whereLayer("cli")
        .mayOnlyBeAccessedByLayers("main")
        .whereLayer("postgres")
        .mayOnlyBeAccessedByLayers("main")
        .check(OURS);
  }

  @Test
  void jobKnowsTheJdkAlone() {
    onlyKnows("dev.cairn.job..", "dev.cairn.job..", "java..", "org.jspecify..");
  }

  @Test
  void theCommandLineKnowsTheJdkAndPicocliAlone() {
    onlyKnows("dev.cairn.cli..", "dev.cairn.cli..", "java..", "picocli..", "org.jspecify..");
  }

  private static void onlyKnows(String who, String... whom) {
    classes()
        .that()
        .resideInAPackage(who)
        .should()
        .onlyDependOnClassesThat(resideInAnyPackage(whom))
        .check(OURS);
  }

  @Test
  void sqlStaysInTheStore() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.cairn.store..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                "io.vertx.sqlclient..",
                "io.vertx.mutiny.sqlclient..",
                "org.hibernate..",
                "jakarta.persistence.."))
        .check(OURS);
  }

  @Test
  void httpStaysInRestAndTenant() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.cairn.rest..", "dev.cairn.tenant..")
        .should()
        .dependOnClassesThat(resideInAPackage("jakarta.ws.rs.."))
        .check(OURS);
  }

  @Test
  void theEngineNamesNoPipelineAndPipelinesDoNotSeeEachOther() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.cairn.pipeline.*..")
        .should()
        .dependOnClassesThat(resideInAPackage("dev.cairn.pipeline.*.."))
        .allowEmptyShould(true)
        .check(OURS);
    slices().matching("dev.cairn.pipeline.(*)..").should().notDependOnEachOther().check(OURS);
  }

  /**
   * Promise 9: whatever is written or compared among nodes is on the database's time. Nobody asks
   * the machine's clock, but for these: ids that are merely in order; times of files, which are the
   * file system's; the embedded database and the command line, which know no other clock.
   */
  @Test
  void nobodyAsksTheMachineWhatTimeItIs() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.cairn.cli..", "dev.cairn.postgres..", "dev.cairn.blob..")
        .and()
        .doNotHaveFullyQualifiedName("dev.cairn.store.Ids")
        .and()
        .doNotHaveFullyQualifiedName("dev.cairn.ingest.BlobFolder")
        .and()
        .doNotHaveFullyQualifiedName("dev.cairn.fork.ForkPool") // ages of files
        .should()
        .accessTargetWhere(TELLS_THE_TIME)
        .check(OURS);
  }

  private static final DescribedPredicate<JavaAccess<?>> TELLS_THE_TIME =
      DescribedPredicate.describe(
          "asks the machine's clock",
          access -> {
            String owner = access.getTargetOwner().getName();
            return switch (access.getName()) {
              case "currentTimeMillis" -> owner.equals("java.lang.System");
              case "now" -> owner.startsWith("java.time.");
              case "<init>" -> owner.equals("java.util.Date");
              case String other -> owner.equals("java.time.Clock");
            };
          });

  @Test
  void everyPackageSaysWhatLivesThere() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java/dev/cairn"))) {
      assertThat(files.filter(file -> file.toString().endsWith(".java")).map(Path::getParent))
          .allSatisfy(folder -> assertThat(folder.resolve("package-info.java")).exists());
    }
  }
}
