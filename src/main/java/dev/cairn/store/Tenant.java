package dev.cairn.store;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Who owns uploads and jobs. */
@Entity
public class Tenant extends PanacheEntityBase {

  /** Key of the tenant that is there from the start and needs no key. */
  public static final long LOCAL = 1;

  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  public @Nullable Long id;

  @Column(nullable = false, unique = true)
  public @Nullable String name;

  @Column(name = "created_at", nullable = false, insertable = false, updatable = false)
  public @Nullable Instant createdAt;
}
