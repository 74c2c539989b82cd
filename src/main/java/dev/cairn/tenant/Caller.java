package dev.cairn.tenant;

import dev.cairn.store.Tenant;
import jakarta.enterprise.context.RequestScoped;

/** Who sent the request at hand. Ask at its beginning, before anything asynchronous. */
@RequestScoped
public class Caller {

  /** Key of the tenant that the request acts for. Without keys everybody is the local tenant. */
  public long tenant() {
    return Tenant.LOCAL;
  }
}
